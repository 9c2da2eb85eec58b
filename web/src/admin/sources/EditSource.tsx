/** Change what a source is. */
import { useState, type FormEvent } from "react";

import { answered, api, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Refusal } from "@/admin/OfficePage";
import { changesOf, draftOf } from "@/admin/sources/draft";
import { Preview } from "@/admin/sources/Preview";
import { SourceFields } from "@/admin/sources/SourceFields";
import { useAct } from "@/admin/useOffice";

export function EditSource({
  source,
  onDone,
  onLeave,
}: {
  source: Schemas["AdminSource"];
  onDone: () => void;
  onLeave: () => void;
}) {
  const [before] = useState(() => draftOf(source));
  const [draft, setDraft] = useState(before);
  const acting = useAct();

  async function save(event: FormEvent) {
    event.preventDefault();
    const body = changesOf(before, draft);
    const path = { source_id: source.id };
    const work = () => answered(api.PATCH("/api/sources/{source_id}", { params: { path }, body }));
    if (await acting.act(work, "Saved.")) onDone();
  }

  return (
    <form className="card stack" onSubmit={(event) => void save(event)}>
      <SourceFields draft={draft} onChange={setDraft} errors={acting.problem?.fields ?? {}} />
      <Refusal problem={acting.problem} />
      <div className="row">
        <Button look="primary" type="submit" disabled={acting.busy}>
          Save
        </Button>
        <Button onClick={onLeave}>Leave it as it was</Button>
      </div>
      <Preview draft={draft} />
    </form>
  );
}
