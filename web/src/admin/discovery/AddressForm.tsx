/** The form that takes a site's address and sends a worker to look at it. */
import Link from "next/link";
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { NEW_SOURCE } from "@/admin/urls";
import { ActionError } from "@/admin/AdminPage";
import { RulesFields } from "@/admin/sources/RulesFields";
import { rulesOf, type RulesDraft } from "@/admin/sources/rules";
import { usePlatforms } from "@/admin/sources/usePlatforms";
import { useAction } from "@/admin/useAction";

type Kind = NonNullable<Schemas["Discovery"]["kind"]>;

export function AddressForm({
  rules,
  onRules,
  onSent,
}: {
  rules: RulesDraft;
  onRules: (rules: RulesDraft) => void;
  onSent: (taskId: string | undefined) => void;
}) {
  const [url, setUrl] = useState("");
  const [kind, setKind] = useState<Kind>();
  const platforms = usePlatforms();
  const action = useAction();

  async function look(event: FormEvent) {
    event.preventDefault();
    onSent(undefined);
    const sent = await action.run(() => unwrap(api.POST("/api/sources/discover", { body: { url, kind, rules: rulesOf(rules) } })), "Looking at the site.");
    onSent(sent?.task_id);
  }

  return (
    <form className="card stack" onSubmit={(event) => void look(event)}>
      <Field label="Address" hint="The site’s home page, its calendar, or a feed. For example: hall.example">
        <input
          type="text"
          inputMode="url"
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          required
          maxLength={2000}
          value={url}
          onInput={(event) => setUrl(event.currentTarget.value)}
        />
      </Field>
      <details>
        <summary className="summary">If you know the platform</summary>
        <Field label="Read as" hint="A platform is read at exactly this address, and nothing else is tried.">
          <select value={kind ?? ""} onChange={(event) => setKind((event.currentTarget.value || undefined) as Kind | undefined)}>
            <option value="">find out</option>
            {platforms.value?.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </Field>
      </details>
      <RulesFields draft={rules} onChange={onRules} errors={action.problem?.fields ?? {}} />
      <ActionError problem={action.problem ?? platforms.problem} />
      <div className="row">
        <Button look="primary" type="submit" disabled={action.busy}>
          Look at the site
        </Button>
        <Link href={NEW_SOURCE}>Enter a source yourself</Link>
      </div>
    </form>
  );
}
