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
  const [title, setTitle] = useState(findings.title);
  const [timezone, setTimezone] = useState(candidate.timezone);
  const action = useAction();
  const errors = action.problem?.fields ?? {};

  async function add(event: FormEvent) {
    event.preventDefault();
    const body = { task_id: taskId, choice, title: title.trim() || null, timezone: timezone.trim() || null, rules: rulesOf(rules), recipe };
    const added = await action.run(
      () => unwrap(api.POST("/api/sources/found", { body })),
      ({ source }) => `${source.title} added.`,
    );
    if (added) onAdded(added);
  }

  if (candidate.twin)
    return (
      <p className="notice">
        The source <Link href={sourceUrl(candidate.twin.id)}>{candidate.twin.title}</Link> reads this address already.
      </p>
    );
  return (
    <form className="stack preview" onSubmit={(event) => void add(event)}>
      <div className="admin-columns">
        <Field label="Title" hint="Shown to readers. If empty, the site’s host name." error={errors.title}>
          <input value={title} maxLength={200} onInput={(event) => setTitle(event.currentTarget.value)} />
        </Field>
        <Field label="Time zone" hint="For times that name no zone. If empty, Marquee’s own." error={errors.timezone}>
          <input value={timezone} maxLength={60} autoCapitalize="none" onInput={(event) => setTimezone(event.currentTarget.value)} />
        </Field>
      </div>
      {candidate.same_events && (
        <p className="notice">
          The source <Link href={sourceUrl(candidate.same_events.id)}>{candidate.same_events.title}</Link> has {candidate.same_events.shared} of these{" "}
          {candidate.same_events.of} events already.
        </p>
      )}
      <ActionError problem={action.problem} />
      <div className="row">
        <Button look="primary" type="submit" disabled={action.busy}>
          Add and harvest
        </Button>
      </div>
    </form>
  );
}
