/** Who works here: asked of the service when the back office opens, and kept in memory alone. */
import { useRouter } from "next/router";
import { createContext, useContext, type ReactNode } from "react";

import { answered, api, rememberCsrfToken, type Schemas } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { ErrorState, Skeleton } from "@/components/states";
import { useLoginWhenRefused } from "@/admin/login";
import { includes } from "@/admin/navigation";

type Session = Schemas["LoggedIn"];

const SessionContext = createContext<Session | null>(null);

/** Shows what is inside only to those who have logged in. `frame` stands around it and around the waiting. */
export function SessionGate({ children, frame }: { children: ReactNode; frame: (content: ReactNode) => ReactNode }) {
  const { value, problem, retry } = useRemote("session", async (signal) => {
    const session = await answered(api.GET("/api/session", { signal }));
    rememberCsrfToken(session.csrf_token ?? null);
    return session;
  });
  useLoginWhenRefused(problem);
  if (value) return <SessionContext.Provider value={value}>{frame(children)}</SessionContext.Provider>;
  if (problem && problem.status !== 401)
    return frame(<ErrorState title="The back office could not be opened" detail={problem.detail} onRetry={retry} />);
  return frame(
    <div className="stack" aria-busy="true">
      <Skeleton className="skeleton--heading" />
      <Skeleton className="skeleton--event" />
      <Skeleton className="skeleton--event" />
    </div>,
  );
}

/** Null while nobody is known yet. */
export function useSession(): Session | null {
  return useContext(SessionContext);
}

/** Whether whoever works here may do what needs this scope. The service has the last word. */
export function useMay(scope: Schemas["Scope"]): boolean {
  const session = useSession();
  return session !== null && includes(session.scope, scope);
}

/** Ends the session, here and on the server. */
export function useSignOut(): () => Promise<void> {
  const router = useRouter();
  return async () => {
    await answered(api.DELETE("/api/session"));
    rememberCsrfToken(null);
    await router.replace("/admin/login/");
  };
}
