/** What every page of the back office has: a title for the tab, a heading, what can be done, and what went wrong. */
import Head from "next/head";
import type { ReactElement, ReactNode } from "react";

import type { ApiProblem } from "@/api/client";
import { ErrorState, Skeleton } from "@/components/states";
import { AdminShell } from "@/admin/AdminShell";

/** For `Page.frame`. */
export function officeFrame(page: ReactElement): ReactNode {
  return <AdminShell>{page}</AdminShell>;
}

export function OfficePage({
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
  return (
    <>
      <Head>
        <title key="title">{`${title}: Marquee, back office`}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <div className="stack stack--loose">
        <div className="office-head">
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

/** Until something is there: its place, or why it is not there. A missing scope is told as what it is. */
export function Waiting({ problem, onRetry, what }: { problem: ApiProblem | undefined; onRetry: () => void; what: string }) {
  if (!problem || problem.status === 401)
    return (
      <div className="stack" aria-busy="true">
        <span className="visually-hidden">Loading {what} …</span>
        <Skeleton className="skeleton--event" />
        <Skeleton className="skeleton--event" />
        <Skeleton className="skeleton--event" />
      </div>
    );
  if (problem.status === 403) return <ErrorState title="Your log-in may not see this" detail={problem.detail} />;
  return <ErrorState title={`The ${what} could not be loaded`} detail={problem.detail} onRetry={onRetry} />;
}

/** Why an act was refused, beside what asked for it. */
export function Refusal({ problem }: { problem: ApiProblem | undefined }) {
  if (!problem || problem.status === 401) return null;
  return (
    <p className="refusal" role="alert">
      {problem.status === 403 ? `Your log-in may not do this. ${problem.detail}` : problem.detail}
    </p>
  );
}
