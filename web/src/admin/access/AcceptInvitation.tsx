/** Makes an account from an invitation, and logs in. */
import { useRouter } from "next/router";
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ErrorState, Skeleton } from "@/components/states";
import { ActionError } from "@/admin/AdminPage";
import { useAction } from "@/admin/useAction";
import { useRemote } from "@/api/useRemote";
import { useOffice } from "@/language/office";
import { usePeopleTexts } from "@/language/office/people";

const SHORTEST = 10;

/** `token`: undefined until the page runs. */
export function AcceptInvitation({ token }: { token: string | undefined }) {
  const texts = usePeopleTexts();
  const { fromServer } = useOffice();
  const { value, problem, retry } = useRemote(token === undefined ? null : `invitation ${token}`, (signal) =>
    unwrap(api.POST("/api/invitations/read", { body: { token: token ?? "" }, signal })),
  );
  if (value && token) return <Form offer={value} token={token} />;
  if (problem?.status === 410 || problem?.status === 422) return <ErrorState title={texts.badLink} detail={problem.status === 410 ? fromServer(problem.detail) : undefined} />;
  if (problem) return <ErrorState title={texts.badLink} detail={fromServer(problem.detail)} onRetry={retry} />;
  return <Skeleton className="skeleton--event" />;
}

function Form({ offer, token }: { offer: Schemas["Offer"]; token: string }) {
  const texts = usePeopleTexts();
  const router = useRouter();
  const [name, setName] = useState(offer.email.split("@")[0] ?? "");
  const [password, setPassword] = useState("");
  const action = useAction();

  async function make(event: FormEvent) {
    event.preventDefault();
    await action.run(async () => {
      const made = await unwrap(api.POST("/api/invitations/accept", { body: { token, name, password } }));
      await unwrap(api.POST("/api/session", { body: { name: made.name, password } }));
      await router.replace("/admin/");
    }, "");
  }

  return (
    <form className="card stack login" onSubmit={(event) => void make(event)}>
      <h1>{texts.welcome}</h1>
      <p className="soft">{texts.welcomeText(offer.email, texts.roles[offer.scope])}</p>
      <Field label={texts.yourName} hint={texts.yourNameHint}>
        <input value={name} required maxLength={200} autoComplete="username" onInput={(event) => setName(event.currentTarget.value)} />
      </Field>
      <Field label={texts.password} hint={texts.passwordHint}>
        <input type="password" value={password} required minLength={SHORTEST} autoComplete="new-password" onInput={(event) => setPassword(event.currentTarget.value)} />
      </Field>
      <ActionError problem={action.problem} />
      <Button look="primary" type="submit" disabled={action.busy}>
        {texts.make}
      </Button>
    </form>
  );
}
