/** What the back office loads and does: as useRemote, but an ended log-in leads to a new one. */
import { useCallback, useState } from "react";

import type { ApiProblem } from "@/api/client";
import { asProblem, useRemote, type Remote } from "@/api/useRemote";
import { useLoginWhenRefused } from "@/admin/login";
import { useTell } from "@/admin/tell";

export function useOffice<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Remote<T> {
  const remote = useRemote(key, load);
  useLoginWhenRefused(remote.problem);
  return remote;
}

export type Acting = {
  busy: boolean;
  problem: ApiProblem | undefined;
  forget: () => void;
  /** Does it, says what came of it, and gives what the service answered; undefined when it said no. */
  act: <T>(work: () => Promise<T>, said: string | ((done: T) => string)) => Promise<T | undefined>;
};

/** An act of the operator. Nothing is shown as done before the service has said so. */
export function useAct(): Acting {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const tell = useTell();
  useLoginWhenRefused(problem);

  const act = useCallback(
    async <T,>(work: () => Promise<T>, said: string | ((done: T) => string)): Promise<T | undefined> => {
      setBusy(true);
      setProblem(undefined);
      try {
        const done = await work();
        tell(typeof said === "string" ? said : said(done));
        return done;
      } catch (error) {
        setProblem(asProblem(error));
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [tell],
  );
  const forget = useCallback(() => setProblem(undefined), []);
  return { busy, problem, forget, act };
}
