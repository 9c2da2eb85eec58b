/** A form for an event that doesn't exist yet: added by hand, or submitted by the public and corrected before it is accepted. */
import { useState, type FormEvent, type ReactNode } from "react";

import type { ApiProblem, Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { changesOf, draftOf, type Draft } from "@/admin/events/draft";
import { EventFields } from "@/admin/events/EventFields";
import { RefusedNote } from "@/admin/events/RefusedNote";
import { useShowProblem } from "@/admin/events/useShowProblem";
import { useTown } from "@/admin/events/useTown";
import { useOffice } from "@/language/office";

const EMPTY = draftOf({}, []);

export function NewEventForm({
  given,
  repeat: givenRepeat = "",
  zone,
  busy,
  problem,
  verb,
  onSave,
  children,
}: {
  /** The fields that it has already. */
  given?: Draft;
  repeat?: string;
  zone: string;
  busy: boolean;
  problem: ApiProblem | undefined;
  verb: string;
  onSave: (fields: Schemas["NewEvent"]) => void;
  children?: ReactNode;
}) {
  const texts = useOffice();
  const town = useTown();
  const [draft, setDraft] = useState(given ?? EMPTY);
  const [repeat, setRepeat] = useState(givenRepeat);
  const form = useShowProblem(problem);
  const errors = problem?.fields ?? {};

  function submit(event: FormEvent) {
    event.preventDefault();
    const fields = changesOf(given ?? EMPTY, draft, zone);
    onSave({ ...fields, ...(repeat !== givenRepeat && { repeat: repeat.trim() || null }) });
  }

  return (
    <form ref={form} className="stack" onSubmit={submit}>
      <EventFields draft={draft} onChange={setDraft} errors={errors} town={town} has={(field) => field !== "image_url"} />
      <Field label={texts.fields.repeat!} hint={texts.editor.hints.repeat} error={errors.repeat}>
        <input value={repeat} maxLength={300} onInput={(input) => setRepeat(input.currentTarget.value)} />
      </Field>
      <RefusedNote problem={problem} />
      {Object.keys(errors).length === 0 && <ActionError problem={problem} />}
      <div className="row dialog__end">
        {children}
        <Button type="submit" look="primary" disabled={busy}>
          {verb}
        </Button>
      </div>
    </form>
  );
}
