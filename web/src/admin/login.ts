/** Sends users to the login page and back to the page they came from. */
import { useRouter } from "next/router";
import { useEffect } from "react";

import type { ApiProblem } from "@/api/client";

const LOGIN = "/admin/login/";
const HOME = "/admin/";

export function loginUrl(from: string): string {
  return from === HOME ? LOGIN : `${LOGIN}?next=${encodeURIComponent(from)}`;
}

/** Where to go after login. Never leaves the back office, no matter what `next` contains. */
export function destinationAfterLogin(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/admin\/[\w/?=&.%+-]*$/.test(next) && !next.startsWith(LOGIN) ? next : HOME;
}

/** Opens the login page if the API answers 401. */
export function useLoginRedirect(problem: ApiProblem | undefined): void {
  const router = useRouter();
  const loggedOut = problem?.status === 401;
  useEffect(() => {
    if (loggedOut) void router.replace(loginUrl(router.asPath));
  }, [loggedOut]);
}
