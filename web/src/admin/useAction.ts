/** Runs an operator's action and keeps its state: busy, failed, and the message that reports success. */
import { useCallback, useState } from "react";

import type { ApiProblem } from "@/api/client";
import { toProblem } from "@/api/useRemote";
import { useLoginRedirect } from "@/admin/login";
import { useToast } from "@/admin/toast";
import { useOffice } from "@/language/office";

export type Action = {
  busy: boolean;
  problem: ApiProblem | undefined;
  clearProblem: () => void;
  /** Does the work, shows the message and returns the result; returns undefined and sets `problem`, in the editor's language, if the API refuses. */
  run: <T>(work: () => Promise<T>, message: string | ((result: T) => string)) => Promise<T | undefined>;
};

/** Never reports success before the server has confirmed it. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const showToast = useToast();
  const { fromServer } = useOffice();
  useLoginRedirect(problem);

  const run = useCallback(
    async <T,>(work: () => Promise<T>, message: string | ((result: T) => string)): Promise<T | undefined> => {
      setBusy(true);
      setProblem(undefined);
      try {
        const result = await work();
        showToast(typeof message === "string" ? message : message(result));
        return result;
      } catch (error) {
        setProblem(toProblem(error).translated(fromServer));
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [showToast, fromServer],
  );
  const clearProblem = useCallback(() => setProblem(undefined), []);
  return { busy, problem, clearProblem, run };
}
