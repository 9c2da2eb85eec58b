/** The form that changes a source's settings. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { changesOf, draftOf } from "@/admin/sources/draft";
import { Preview } from "@/admin/sources/Preview";
import { SourceFields } from "@/admin/sources/SourceFields";
import { usePlatforms } from "@/admin/sources/usePlatforms";
import { useAction } from "@/admin/useAction";
import { useSourceTexts } from "@/language/office/sources";

export function EditSource({
  source,
  onDone,
  onCancel,
}: {
  source: Schemas["AdminSource"];
  onDone: () => void;
  onCancel: () => void;
}) {
  const [original] = useState(() => draftOf(source));
  const [draft, setDraft] = useState(original);
  const texts = useSourceTexts();
  const platforms = usePlatforms();
  const action = useAction();

  async function save(event: FormEvent) {
    event.preventDefault();
    const body = changesOf(original, draft);
    const path = { source_id: source.id };
    const work = () => unwrap(api.PATCH("/api/sources/{source_id}", { params: { path }, body }));
    if (await action.run(work, texts.saved)) onDone();
  }

  return (
    <form className="card stack" onSubmit={(event) => void save(event)}>
      <SourceFields draft={draft} onChange={setDraft} errors={action.problem?.fields ?? {}} platforms={platforms.value ?? []} />
      <Field label={texts.fields.listing} hint={texts.fields.listingHint} error={action.problem?.fields.listing}>
        <input type="url" value={draft.listing} maxLength={2000} onInput={(event) => setDraft({ ...draft, listing: event.currentTarget.value })} />
      </Field>
      <ActionError problem={action.problem ?? platforms.problem} />
      <div className="row">
        <Button look="primary" type="submit" disabled={action.busy}>
          {texts.save}
        </Button>
        <Button onClick={onCancel}>{texts.cancel}</Button>
      </div>
      <Preview draft={draft} platforms={platforms.value ?? []} />
    </form>
  );
}
