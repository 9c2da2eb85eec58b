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
import { useOffice } from "@/language/office";
import { useDiscoveryTexts } from "@/language/office/discovery";

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
  const office = useOffice();
  const texts = useDiscoveryTexts();
  const [url, setUrl] = useState("");
  const [kind, setKind] = useState<Kind>();
  const platforms = usePlatforms();
  const action = useAction();

  async function look(event: FormEvent) {
    event.preventDefault();
    onSent(undefined);
    const sent = await action.run(() => unwrap(api.POST("/api/sources/discover", { body: { url, kind, rules: rulesOf(rules) } })), texts.looking);
    onSent(sent?.task_id);
  }

  return (
    <form className="card stack" onSubmit={(event) => void look(event)}>
      <Field label={texts.address} hint={texts.addressHint}>
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
        <summary className="summary">{texts.known}</summary>
        <Field label={texts.readAs} hint={texts.readAsHint}>
          <select value={kind ?? ""} onChange={(event) => setKind((event.currentTarget.value || undefined) as Kind | undefined)}>
            <option value="">{texts.findOut}</option>
            {platforms.value?.map(({ name, title }) => (
              <option key={name} value={name}>
                {office.fromServer(title)}
              </option>
            ))}
          </select>
        </Field>
      </details>
      <RulesFields draft={rules} onChange={onRules} errors={action.problem?.fields ?? {}} />
      <ActionError problem={action.problem ?? platforms.problem} />
      <div className="row">
        <Button look="primary" type="submit" disabled={action.busy}>
          {texts.look}
        </Button>
        <Link href={NEW_SOURCE}>{texts.enter}</Link>
      </div>
    </form>
  );
}
