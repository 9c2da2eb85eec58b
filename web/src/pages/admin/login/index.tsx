/** The back office's login page. */
import Head from "next/head";
import Link from "next/link";
import { useRouter } from "next/router";
import { useState, type FormEvent } from "react";

import { api, unwrap, type ApiProblem } from "@/api/client";
import { toProblem } from "@/api/useRemote";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { ThemeToggle } from "@/layout/ThemeToggle";
import { destinationAfterLogin } from "@/admin/login";
import type { FramedPage } from "@/pages/_app";

const LogIn: FramedPage = () => {
  const router = useRouter();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();

  async function logIn(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await unwrap(api.POST("/api/session", { body: { name: name.trim(), password } }));
      await router.replace(destinationAfterLogin(router.query.next));
    } catch (error) {
      setProblem(toProblem(error));
      setBusy(false);
    }
  }

  return (
    <form className="card stack login" onSubmit={logIn}>
      <h1>Back office</h1>
      <p className="soft">For the people who manage the sources.</p>
      {problem && (
        <p className="form-error" role="alert">
          {problem.detail}
        </p>
      )}
      <Field label="Name">
        <input value={name} required maxLength={200} autoComplete="username" onInput={(e) => setName(e.currentTarget.value)} />
      </Field>
      <Field label="Password">
        <input
          type="password"
          value={password}
          required
          autoComplete="current-password"
          onInput={(e) => setPassword(e.currentTarget.value)}
        />
      </Field>
      <Button look="primary" type="submit" disabled={busy}>
        {busy ? "Logging in…" : "Log in"}
      </Button>
      <p className="soft small">
        To create an account, run <code>python -m app users add NAME</code>.
      </p>
    </form>
  );
};

LogIn.frame = (page) => (
  <div className="shell">
    <Head>
      <title key="title">Log in | Marquee back office</title>
      <meta name="robots" content="noindex" />
    </Head>
    <header className="top">
      <div className="top__line">
        <Link className="top__name" href="/">
          <Icon name="mark" className="top__mark" />
          Marquee
        </Link>
        <div className="top__links">
          <ThemeToggle />
        </div>
      </div>
    </header>
    <main id="content" className="login-page">
      {page}
      <noscript>
        <p className="card">The back office needs JavaScript. On the command line, <code>python -m app</code> can do the same.</p>
      </noscript>
    </main>
  </div>
);

export default LogIn;
