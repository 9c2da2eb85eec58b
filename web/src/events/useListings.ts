/** The occurrences of a view, page after page. */
import { useCallback, useEffect, useRef, useState } from "react";

import { answered, api, type ApiProblem } from "@/api/client";
import { asProblem, useRemote } from "@/api/useRemote";
import type { Listing } from "@/events/model";
import { queryOf, type Filters } from "@/events/view";

const AT_ONCE = 50;
type Page = { listings: readonly Listing[]; next: string | null };

export type Listings = {
  /** Undefined until the first page is there. */
  listings: readonly Listing[] | undefined;
  problem: ApiProblem | undefined;
  loading: boolean;
  more: boolean;
  loadMore: () => void;
  retry: () => void;
};

/** `filters` null: not known yet, nothing is asked. */
export function useListings(filters: Filters | null): Listings {
  const key = filters && queryOf(filters).toString();
  const first = useRemote(key, (signal) => loadPage(filters ?? {}, null, signal));
  const [further, setFurther] = useState<Page[]>([]);
  const [problem, setProblem] = useState<ApiProblem>();
  const [loadingMore, setLoadingMore] = useState(false);
  const abort = useRef<AbortController | null>(null);

  useEffect(() => {
    abort.current?.abort();
    setFurther([]);
    setProblem(undefined);
    setLoadingMore(false);
  }, [first.value]);

  const next = (further.at(-1) ?? first.value)?.next ?? null;
  const loadMore = useCallback(() => {
    if (!next || !filters) return;
    abort.current?.abort();
    const request = new AbortController();
    abort.current = request;
    setLoadingMore(true);
    setProblem(undefined);
    loadPage(filters, next, request.signal)
      .then((page) => !request.signal.aborted && setFurther((pages) => [...pages, page]))
      .catch((error: unknown) => !request.signal.aborted && setProblem(asProblem(error)))
      .finally(() => !request.signal.aborted && setLoadingMore(false));
  }, [next, key]);

  return {
    listings: first.value && [first.value, ...further].flatMap((page) => page.listings),
    problem: first.problem ?? problem,
    loading: first.loading || loadingMore,
    more: next !== null,
    loadMore,
    retry: first.problem ? first.retry : loadMore,
  };
}

async function loadPage(filters: Filters, cursor: string | null, signal: AbortSignal): Promise<Page> {
  const query = { ...Object.fromEntries(queryOf(filters)), limit: AT_ONCE, ...(cursor ? { cursor } : {}) };
  const page = await answered(api.GET("/api/occurrences", { signal, params: { query } }));
  return { listings: page.occurrences, next: page.next };
}
