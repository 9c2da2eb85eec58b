/** The form that adds a source by all its settings, with a preview of its events. */
import { useRouter } from "next/router";
import { useState, type FormEvent } from "react";

import { api, unwrap } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { sourceUrl } from "@/admin/urls";
import { AdminPage, ActionError } from "@/admin/AdminPage";
import { EMPTY, feedsOf, settingsOf } from "@/admin/sources/draft";
import { Preview } from "@/admin/sources/Preview";
import { rulesOf } from "@/admin/sources/rules";
import { SourceFields } from "@/admin/sources/SourceFields";
import { usePlatforms } from "@/admin/sources/usePlatforms";
import { useAction } from "@/admin/useAction";
import { useSourceTexts } from "@/language/office/sources";

export function NewSource() {
  const router = useRouter();
  const texts = useSourceTexts();
  const [name, setName] = useState("");
  const [draft, setDraft] = useState(EMPTY);
  const platforms = usePlatforms();
  const action = useAction();
  const errors = action.problem?.fields ?? {};

  async function add(event: FormEvent) {
    event.preventDefault();
    const { title, base_url, spider, timezone } = draft;
    const body = {
      ...{ name, title, base_url, spider, timezone },
      floor: Number(draft.floor),
      feeds: feedsOf(draft),
      settings: settingsOf(draft),
      rules: rulesOf(draft.rules),
    };
    const added = await action.run(() => unwrap(api.POST("/api/sources", { body })), texts.enter.added(title));
    if (added) await router.push(sourceUrl(added.id));
  }

  return (
    <AdminPage title={texts.enter.title} about={texts.enter.about}>
      <form className="card stack" onSubmit={(event) => void add(event)}>
        <Field label={texts.fields.name} hint={texts.fields.nameHint} error={errors.name}>
          <input
            value={name}
            required
            maxLength={63}
            pattern="[a-z][a-z0-9_\-]*"
            autoCapitalize="none"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <SourceFields draft={draft} onChange={setDraft} errors={errors} platforms={platforms.value ?? []} />
        <Preview draft={draft} platforms={platforms.value ?? []} />
        <ActionError problem={action.problem ?? platforms.problem} />
        <div className="row">
          <Button look="primary" type="submit" disabled={action.busy}>
            {texts.enter.verb}
          </Button>
        </div>
      </form>
    </AdminPage>
  );
}
