/** The way to the log-in and back to where one was. */
import { useRouter } from "next/router";
import { useEffect } from "react";

import type { ApiProblem } from "@/api/client";

const LOGIN = "/admin/login/";
const HOME = "/admin/";

export function loginAddress(from: string): string {
  return from === HOME ? LOGIN : `${LOGIN}?next=${encodeURIComponent(from)}`;
}

/** Where to go after the log-in: only within the back office, whatever the address says. */
export function placeAfter(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/admin\/[\w/?=&.%+-]*$/.test(next) && !next.startsWith(LOGIN) ? next : HOME;
}

/** A log-in that has ended leads to a new one. */
export function useLoginWhenRefused(problem: ApiProblem | undefined): void {
  const router = useRouter();
  const refused = problem?.status === 401;
  useEffect(() => {
    if (refused) void router.replace(loginAddress(router.asPath));
  }, [refused]);
}
