/** Add a source that a generic spider reads, after looking at what it would bring. */
import { useRouter } from "next/router";
import { useState, type FormEvent } from "react";

import { answered, api } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { sourceAddress } from "@/admin/addresses";
import { OfficePage, Refusal } from "@/admin/OfficePage";
import { EMPTY, feedsOf, settingsOf } from "@/admin/sources/draft";
import { Preview } from "@/admin/sources/Preview";
import { SourceFields } from "@/admin/sources/SourceFields";
import { useAct } from "@/admin/useOffice";

export function NewSource() {
  const router = useRouter();
  const [name, setName] = useState("");
  const [draft, setDraft] = useState(EMPTY);
  const acting = useAct();
  const errors = acting.problem?.fields ?? {};

  async function add(event: FormEvent) {
    event.preventDefault();
    const { title, base_url, spider, timezone } = draft;
    const body = {
      ...{ name, title, base_url, spider, timezone },
      floor: Number(draft.floor),
      feeds: feedsOf(draft),
      settings: settingsOf(draft),
    };
    const added = await acting.act(() => answered(api.POST("/api/sources", { body })), `${title} is a source now.`);
    if (added) await router.push(sourceAddress(added.id));
  }

  return (
    <OfficePage title="A new source" about="A site or a calendar feed. Nothing is crawled before you say so.">
      <form className="card stack" onSubmit={(event) => void add(event)}>
        <Field label="Name" hint="Stands in addresses of feeds and never changes: small letters, digits, - and _." error={errors.name}>
          <input
            value={name}
            required
            maxLength={63}
            pattern="[a-z][a-z0-9_\-]*"
            autoCapitalize="none"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <SourceFields draft={draft} onChange={setDraft} errors={errors} />
        <Preview draft={draft} />
        <Refusal problem={acting.problem} />
        <div className="row">
          <Button look="primary" type="submit" disabled={acting.busy}>
            Add the source
          </Button>
        </div>
      </form>
    </OfficePage>
  );
}
