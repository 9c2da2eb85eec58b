/** Asks for a code of the two-step login that is on, or for a recovery code. */
import { Field } from "@/components/Field";
import { usePeopleTexts } from "@/language/office/people";

export function CurrentCode({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  const texts = usePeopleTexts();
  return (
    <Field label={texts.currentCode}>
      <input value={value} required maxLength={40} autoComplete="one-time-code" spellCheck={false} onInput={(event) => onChange(event.currentTarget.value)} />
    </Field>
  );
}
