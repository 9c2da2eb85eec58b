/** The parts of every back-office page: tab title, heading, actions, loading and error states. */
import Head from "next/head";
import type { ReactElement, ReactNode } from "react";

import type { ApiProblem } from "@/api/client";
import { ErrorState, Skeleton } from "@/components/states";
import { AdminShell } from "@/admin/AdminShell";
import { useOffice } from "@/language/office";

/** Assign to `Page.frame`. */
export function adminFrame(page: ReactElement): ReactNode {
  return <AdminShell>{page}</AdminShell>;
}

export function AdminPage({
  title,
  about,
  actions,
  children,
}: {
  title: string;
  /** A sentence under the heading. */
  about?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { shell } = useOffice();
  return (
    <>
      <Head>
        <title key="title">{shell.tab(title)}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <div className="stack stack--loose">
        <div className="admin-head">
          <div>
            <h1>{title}</h1>
            {about && <p className="soft">{about}</p>}
          </div>
          {actions && <div className="row">{actions}</div>}
        </div>
        {children}
      </div>
    </>
  );
}

/** Stands in for data that isn't there yet: a placeholder while it loads, or the error. */
export function LoadingOrError({ problem, onRetry }: { problem: ApiProblem | undefined; onRetry: () => void }) {
  const texts = useOffice();
  if (!problem || problem.status === 401)
    return (
      <div className="stack" aria-busy="true">
        <span className="visually-hidden">{texts.loading}</span>
        <Skeleton className="skeleton--event" />
        <Skeleton className="skeleton--event" />
        <Skeleton className="skeleton--event" />
      </div>
    );
  const detail = texts.fromServer(problem.detail);
  if (problem.status === 403) return <ErrorState title={texts.failed.noAccess} detail={detail} />;
  return <ErrorState title={texts.failed.load} detail={detail} onRetry={onRetry} retry={texts.tryAgain} />;
}

/** Why an action failed, shown next to its button. */
export function ActionError({ problem }: { problem: ApiProblem | undefined }) {
  const texts = useOffice();
  if (!problem || problem.status === 401) return null;
  const detail = texts.fromServer(problem.detail);
  return (
    <p className="form-error" role="alert">
      {problem.status === 403 ? `${texts.failed.noPermission} ${detail}` : detail}
    </p>
  );
}
