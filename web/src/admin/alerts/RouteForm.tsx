/** Adds a route, or changes one. The address and the key are confidential: they are never shown again. */
import { useEffect, useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { draftOf, givenBy, type RouteDraft } from "@/admin/alerts/draft";
import { nameOf } from "@/admin/alerts/RouteFacts";
import { SourceChoice } from "@/admin/alerts/SourceChoice";
import { Check } from "@/admin/sources/SourceFields";
import { useAction } from "@/admin/useAction";
import { LANGUAGES } from "@/language/languages";
import { useOffice } from "@/language/office";
import { useRouteTexts } from "@/language/office/routes";

type Route = Schemas["AlertRoute"];
const CHANNELS: readonly Schemas["Channel"][] = ["email", "slack", "teams", "ntfy", "webhook"];

export function RouteForm({ route, mailIsSet, onClose, onDone }: { route: Route | "new" | undefined; mailIsSet: boolean; onClose: () => void; onDone: () => void }) {
  const office = useOffice();
  const texts = useRouteTexts();
  const title = route === "new" || !route ? texts.addTitle : texts.changeTitle(nameOf(route));
  return (
    <Dialog title={title} open={route !== undefined} onClose={onClose} close={office.close}>
      {route && <Form route={route === "new" ? undefined : route} mailIsSet={mailIsSet} onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}

function Form({ route, mailIsSet, onClose, onDone }: { route: Route | undefined; mailIsSet: boolean; onClose: () => void; onDone: () => void }) {
  const office = useOffice();
  const texts = useRouteTexts();
  const [draft, setDraft] = useState<RouteDraft>(() => draftOf(route));
  const action = useAction();
  const set = (change: Partial<RouteDraft>) => setDraft((before) => ({ ...before, ...change }));
  const errors = action.problem?.fields ?? {};
  const clearProblem = action.clearProblem;
  useEffect(() => clearProblem, [clearProblem]);

  async function save(event: FormEvent) {
    event.preventDefault();
    const given = givenBy(draft);
    const work = route
      ? () => unwrap(api.PATCH("/api/alerts/routes/{route_id}", { params: { path: { route_id: route.id } }, body: given }))
      : () => unwrap(api.POST("/api/alerts/routes", { body: { ...given, channel: draft.channel, target: draft.target.trim() } }));
    if (!(await action.run(work, route ? texts.changed : texts.added))) return;
    onDone();
    onClose();
  }

  return (
    <form className="stack" onSubmit={(event) => void save(event)}>
      <Field label={texts.person} hint={texts.personHint} error={errors.person}>
        <input value={draft.person} required maxLength={200} onInput={(event) => set({ person: event.currentTarget.value })} />
      </Field>
      {!route && (
        <Field label={texts.channel} error={errors.channel}>
          <select value={draft.channel} onChange={(event) => set({ channel: event.currentTarget.value as Schemas["Channel"] })}>
            {CHANNELS.map((channel) => (
              <option key={channel} value={channel}>
                {texts.channels[channel]}
              </option>
            ))}
          </select>
        </Field>
      )}
      {draft.channel === "email" && !mailIsSet && <p className="notice">{texts.noMail}</p>}
      <Field label={texts.target} hint={route ? texts.keepTarget(route.target) : texts.targetHints[draft.channel]} error={errors.target}>
        <input
          type={draft.channel === "email" ? "email" : "url"}
          value={draft.target}
          required={!route}
          maxLength={2000}
          autoComplete="off"
          onInput={(event) => set({ target: event.currentTarget.value })}
        />
      </Field>
      {(draft.channel === "webhook" || draft.channel === "ntfy") && (
        <>
          <Field label={texts.secret} hint={route?.has_secret ? texts.keepSecret : texts.secretHint} error={errors.secret}>
            <input
              type="password"
              value={draft.secret}
              maxLength={200}
              disabled={draft.removeSecret}
              autoComplete="new-password"
              onInput={(event) => set({ secret: event.currentTarget.value })}
            />
          </Field>
          {route?.has_secret && <Check label={texts.removeSecret} checked={draft.removeSecret} onChange={(removeSecret) => set({ removeSecret })} />}
        </>
      )}
      <SourceChoice chosen={draft.sources} onChange={(sources) => set({ sources })} error={errors.sources} />
      <Field label={texts.language} hint={texts.languageHint} error={errors.language}>
        <select value={draft.language} onChange={(event) => set({ language: event.currentTarget.value })}>
          {Object.entries(LANGUAGES).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <Field label={texts.severity} error={errors.severity}>
        <select value={draft.severity} onChange={(event) => set({ severity: Number(event.currentTarget.value) })}>
          {[1, 2].map((severity) => (
            <option key={severity} value={severity}>
              {texts.severities[severity]}
            </option>
          ))}
        </select>
      </Field>
      <Field label={texts.when}>
        <select value={String(draft.digest)} onChange={(event) => set({ digest: event.currentTarget.value === "true" })}>
          <option value="false">{texts.atOnce}</option>
          <option value="true">{texts.digest}</option>
        </select>
      </Field>
      <fieldset className="checks">
        <legend>{texts.quiet}</legend>
        <p className="soft small">{texts.quietHint}</p>
        <div className="admin-columns">
          <Field label={texts.quietFrom} error={errors.quiet_from}>
            <input type="time" value={draft.quietFrom} onInput={(event) => set({ quietFrom: event.currentTarget.value })} />
          </Field>
          <Field label={texts.quietUntil} error={errors.quiet_until}>
            <input type="time" value={draft.quietUntil} onInput={(event) => set({ quietUntil: event.currentTarget.value })} />
          </Field>
        </div>
      </fieldset>
      <ActionError problem={action.problem} />
      <div className="row dialog__end">
        <Button onClick={onClose}>{office.goBack}</Button>
        <Button look="primary" type="submit" disabled={action.busy}>
          {texts.save}
        </Button>
      </div>
    </form>
  );
}
