/** Adds the chosen way as a source; or says which source reads it already. */
import Link from "next/link";
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { sourceUrl } from "@/admin/urls";
import { ActionError } from "@/admin/AdminPage";
import type { Candidate, Findings } from "@/admin/discovery/findings";
import { rulesOf, type RulesDraft } from "@/admin/sources/rules";
import { useAction } from "@/admin/useAction";
import { useDiscoveryTexts } from "@/language/office/discovery";

export function AddFound({
  taskId,
  choice,
  findings,
  candidate,
  rules,
  recipe,
  onAdded,
}: {
  taskId: string;
  choice: number;
  findings: Findings;
  candidate: Candidate;
  rules: RulesDraft;
  /** Corrected by hand. */
  recipe: Schemas["Recipe"] | undefined;
  onAdded: (added: Schemas["AddedSource"]) => void;
}) {
  const texts = useDiscoveryTexts().add;
  const [title, setTitle] = useState(findings.title);
  const [timezone, setTimezone] = useState(candidate.timezone);
  const action = useAction();
  const errors = action.problem?.fields ?? {};

  async function add(event: FormEvent) {
    event.preventDefault();
    const body = { task_id: taskId, choice, title: title.trim() || null, timezone: timezone.trim() || null, rules: rulesOf(rules), recipe };
    const added = await action.run(
      () => unwrap(api.POST("/api/sources/found", { body })),
      ({ source }) => texts.added(source.title),
    );
    if (added) onAdded(added);
  }

  if (candidate.twin)
    return (
      <p className="notice">
        {texts.twin[0]} <Link href={sourceUrl(candidate.twin.id)}>{candidate.twin.title}</Link> {texts.twin[1]}
      </p>
    );
  const same = candidate.same_events;
  const [before, after] = same ? texts.sameEvents(same.shared, same.of) : [];
  return (
    <form className="stack preview" onSubmit={(event) => void add(event)}>
      <div className="admin-columns">
        <Field label={texts.titleField} hint={texts.titleHint} error={errors.title}>
          <input value={title} maxLength={200} onInput={(event) => setTitle(event.currentTarget.value)} />
        </Field>
        <Field label={texts.zone} hint={texts.zoneHint} error={errors.timezone}>
          <input value={timezone} maxLength={60} autoCapitalize="none" onInput={(event) => setTimezone(event.currentTarget.value)} />
        </Field>
      </div>
      {same && (
        <p className="notice">
          {before} <Link href={sourceUrl(same.id)}>{same.title}</Link> {after}
        </p>
      )}
      <ActionError problem={action.problem} />
      <div className="row">
        <Button look="primary" type="submit" disabled={action.busy}>
          {texts.verb}
        </Button>
      </div>
    </form>
  );
}
