/** Everybody's own account: the password, two-step login, and the sessions. */
import { api, unwrap, type Schemas } from "@/api/client";
import { ActionError, AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { PasswordForm } from "@/admin/access/PasswordForm";
import { TwoStep } from "@/admin/access/TwoStep";
import { SessionList } from "@/admin/access/SessionList";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { usePeopleTexts } from "@/language/office/people";

export function OwnAccount() {
  const texts = usePeopleTexts();
  const { value, problem, retry } = useAdminRemote("account", (signal) => unwrap(api.GET("/api/account", { signal })));
  const action = useAction();

  async function end(session: Schemas["OpenLogin"]) {
    const params = { path: { session_id: session.id } };
    await action.run(() => unwrap(api.DELETE("/api/account/sessions/{session_id}", { params })), texts.ended);
    retry();
  }

  return (
    <AdminPage title={texts.account} about={value && texts.accountAbout(value.name, texts.roles[value.scope])}>
      {value ? (
        <>
          <PasswordForm name={value.name} onChanged={retry} />
          <TwoStep account={value} onChanged={retry} />
          <section className="stack">
            <h2>{texts.yourSessions}</h2>
            <SessionList sessions={value.sessions} busy={action.busy} onEnd={(session) => void end(session)} />
            <ActionError problem={action.problem} />
          </section>
        </>
      ) : (
        <LoadingOrError problem={problem} onRetry={retry} />
      )}
    </AdminPage>
  );
}
