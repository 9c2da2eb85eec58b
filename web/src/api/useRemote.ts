/** Loads data from the API: again whenever the key changes or `retry` is called, aborting the request before. */
import { useCallback, useEffect, useRef, useState } from "react";

import { ApiProblem } from "@/api/client";

export type Remote<T> = {
  /** The latest value. While a new key loads, still the previous key's value. */
  value: T | undefined;
  problem: ApiProblem | undefined;
  loading: boolean;
  retry: () => void;
};

/** A null `key` loads nothing. `load` receives the signal that aborts it. */
export function useRemote<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Remote<T> {
  const [outcome, setOutcome] = useState<{ value?: T; problem?: ApiProblem }>({});
  const [loading, setLoading] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const latestLoad = useRef(load);
  latestLoad.current = load;

  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    setLoading(true);
    latestLoad
      .current(abort.signal)
      .then(
        (value) => ({ value }),
        (error: unknown) => ({ problem: toProblem(error) }),
      )
      .then((next) => {
        if (abort.signal.aborted) return;
        setOutcome(next);
        setLoading(false);
      });
    return () => abort.abort();
  }, [key, attempt]);

  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { value: outcome.value, problem: outcome.problem, loading, retry };
}

/** Any thrown value as an `ApiProblem` that can be shown. */
export function toProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem(0, error instanceof Error ? error.message : String(error));
}
