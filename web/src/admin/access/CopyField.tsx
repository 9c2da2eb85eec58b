/** A text to copy, such as a key that is shown only once. */
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { useToast } from "@/admin/toast";

type Texts = { readonly copy: string; readonly copied: string; readonly notCopied: string; readonly done: string };

export function CopyField({ label, value, texts, onDone }: { label: string; value: string; texts: Texts; onDone: () => void }) {
  const showToast = useToast();

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      showToast(texts.copied);
    } catch {
      showToast(texts.notCopied);
    }
  }

  return (
    <>
      <Field label={label}>
        <input readOnly value={value} spellCheck={false} onFocus={(event) => event.currentTarget.select()} />
      </Field>
      <div className="row dialog__end">
        <Button onClick={() => void copy()}>
          <Icon name="copy" />
          {texts.copy}
        </Button>
        <Button look="primary" onClick={onDone}>
          {texts.done}
        </Button>
      </div>
    </>
  );
}
