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

/** The latest values by key, so that Back shows a page at once, where the visitor left it. */
const remembered = new Map<string, unknown>();
const MOST_REMEMBERED = 60;

export function remember(key: string, value: unknown): void {
  remembered.delete(key);
  remembered.set(key, value);
  for (const oldest of remembered.keys()) if (remembered.size > MOST_REMEMBERED) remembered.delete(oldest);
}

export function recall<T>(key: string | null): T | undefined {
  return key === null ? undefined : (remembered.get(key) as T | undefined);
}

/** A null `key` loads nothing. `load` receives the signal that aborts it. With `kept`, a name for this kind of data, the first
 * value is the one that was loaded last for the key. */
export function useRemote<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>, kept?: string): Remote<T> {
  const known = kept === undefined ? undefined : recall<T>(`${kept} ${key}`);
  const [outcome, setOutcome] = useState<{ value?: T; problem?: ApiProblem }>(() => ({ value: known }));
  const [loading, setLoading] = useState(known === undefined);
  const [attempt, setAttempt] = useState(0);
  const latestLoad = useRef(load);
  latestLoad.current = load;

  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    const earlier = kept === undefined ? undefined : recall<T>(`${kept} ${key}`);
    if (earlier !== undefined) setOutcome({ value: earlier });
    setLoading(earlier === undefined);
    latestLoad
      .current(abort.signal)
      .then(
        (value) => ({ value }),
        (error: unknown) => ({ problem: toProblem(error) }),
      )
      .then((next) => {
        if (abort.signal.aborted) return;
        if (kept !== undefined && "value" in next) remember(`${kept} ${key}`, next.value);
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
