/** Something from the API: loaded when its key changes, aborted when it is no longer wanted, tried again on request. */
import { useCallback, useEffect, useRef, useState } from "react";

import { ApiProblem } from "@/api/client";

export type Remote<T> = {
  /** The newest there is; while another key loads, still that of the one before. */
  value: T | undefined;
  problem: ApiProblem | undefined;
  loading: boolean;
  retry: () => void;
};

/** `key` null asks nothing. `load` is called with the signal that aborts it. */
export function useRemote<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Remote<T> {
  const [shown, setShown] = useState<{ value?: T; problem?: ApiProblem }>({});
  const [loading, setLoading] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const newest = useRef(load);
  newest.current = load;

  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    setLoading(true);
    newest
      .current(abort.signal)
      .then(
        (value) => ({ value }),
        (error: unknown) => ({ problem: asProblem(error) }),
      )
      .then((outcome) => {
        if (abort.signal.aborted) return;
        setShown(outcome);
        setLoading(false);
      });
    return () => abort.abort();
  }, [key, attempt]);

  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { value: shown.value, problem: shown.problem, loading, retry };
}

/** Whatever was thrown, as something to show. */
export function asProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem(0, error instanceof Error ? error.message : String(error));
}
