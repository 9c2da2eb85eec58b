/** The back office's login page. */
import { useRouter } from "next/router";
import { useState, type FormEvent } from "react";

import { api, unwrap, type ApiProblem } from "@/api/client";
import { toProblem } from "@/api/useRemote";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { useLanguage } from "@/language/languages";
import { useOffice } from "@/language/office";
import { usePeopleTexts } from "@/language/office/people";
import { destinationAfterLogin } from "@/admin/login";
import { LoginFrame } from "@/admin/LoginFrame";
import type { FramedPage } from "@/pages/_app";

const LogIn: FramedPage = () => {
  const router = useRouter();
  const language = useLanguage();
  const { login: texts, fromServer } = useOffice();
  const codeTexts = usePeopleTexts();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();

  async function logIn(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await unwrap(api.POST("/api/session", { body: { name: name.trim(), password, code } }));
      await router.replace(destinationAfterLogin(router.query.next));
    } catch (error) {
      const refusal = toProblem(error);
      if (refusal.codeNeeded) setCode("");
      if (!refusal.codeNeeded || code !== undefined) setProblem(refusal);
      setBusy(false);
    }
  }

  return (
    <form className="card stack login" lang={language} onSubmit={logIn}>
      <h1>{texts.title}</h1>
      <p className="soft">{texts.about}</p>
      {problem && (
        <p className="form-error" role="alert">
          {fromServer(problem.detail)}
        </p>
      )}
      {code !== undefined && (
        <Field label={codeTexts.loginCode} hint={codeTexts.codeText}>
          <input value={code} required autoFocus maxLength={40} autoComplete="one-time-code" spellCheck={false} onInput={(e) => setCode(e.currentTarget.value)} />
        </Field>
      )}
      <Field label={texts.name}>
        <input value={name} required maxLength={200} autoComplete="username" onInput={(e) => setName(e.currentTarget.value)} />
      </Field>
      <Field label={texts.password}>
        <input
          type="password"
          value={password}
          required
          autoComplete="current-password"
          onInput={(e) => setPassword(e.currentTarget.value)}
        />
      </Field>
      <Button look="primary" type="submit" disabled={busy}>
        {busy ? texts.busy : texts.verb}
      </Button>
      <p className="soft small">
        {texts.create} <code>python -m app users add NAME --scope admin</code>.
      </p>
    </form>
  );
};

LogIn.frame = (page) => <LoginFrame title={(texts) => texts.login.verb}>{page}</LoginFrame>;

export default LogIn;
