/** The logged-in user: loaded when the back office opens, and kept only in memory. */
import { useRouter } from "next/router";
import { createContext, useContext, type ReactNode } from "react";

import { api, unwrap, setCsrfToken, type Schemas } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { ErrorState, Skeleton } from "@/components/states";
import { useLoginRedirect } from "@/admin/login";
import { hasScope } from "@/admin/navigation";
import { useOffice } from "@/language/office";

type Session = Schemas["LoggedIn"];

const SessionContext = createContext<Session | null>(null);

/** Shows `children` only to logged-in users. `frame` wraps the content, and the placeholder while it loads. */
export function SessionGate({ children, frame }: { children: ReactNode; frame: (content: ReactNode) => ReactNode }) {
  const { value, problem, retry } = useRemote("session", async (signal) => {
    const session = await unwrap(api.GET("/api/session", { signal }));
    setCsrfToken(session.csrf_token ?? null);
    return session;
  });
  const texts = useOffice();
  useLoginRedirect(problem);
  if (value) return <SessionContext.Provider value={value}>{frame(children)}</SessionContext.Provider>;
  if (problem && problem.status !== 401)
    return frame(<ErrorState title={texts.failed.load} detail={texts.fromServer(problem.detail)} onRetry={retry} retry={texts.tryAgain} />);
  return frame(
    <div className="stack" aria-busy="true">
      <Skeleton className="skeleton--heading" />
      <Skeleton className="skeleton--event" />
      <Skeleton className="skeleton--event" />
    </div>,
  );
}

/** Null until the session has loaded. */
export function useSession(): Session | null {
  return useContext(SessionContext);
}

/** Whether the current user has this scope. Decides only what to show; the API enforces it. */
export function useHasScope(scope: Schemas["Scope"]): boolean {
  const session = useSession();
  return session !== null && hasScope(session.scope, scope);
}

/** Ends the session in the browser and on the server. */
export function useLogOut(): () => Promise<void> {
  const router = useRouter();
  return async () => {
    await unwrap(api.DELETE("/api/session"));
    setCsrfToken(null);
    await router.replace("/admin/login/");
  };
}
