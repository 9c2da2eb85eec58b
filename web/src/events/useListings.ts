/** Loads the occurrences that match the filters, page by page. */
import { useCallback, useEffect, useRef, useState } from "react";

import { api, unwrap, type ApiProblem } from "@/api/client";
import { toProblem, useRemote } from "@/api/useRemote";
import type { Listing } from "@/events/model";
import { filterQuery, type Filters } from "@/events/view";

const PAGE_SIZE = 50;
type Page = { listings: readonly Listing[]; next: string | null };

export type Listings = {
  /** Undefined until the first page has loaded. */
  listings: readonly Listing[] | undefined;
  problem: ApiProblem | undefined;
  loading: boolean;
  more: boolean;
  loadMore: () => void;
  retry: () => void;
};

/** Loads nothing while `filters` is null. */
export function useListings(filters: Filters | null): Listings {
  const key = filters && filterQuery(filters).toString();
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
      .catch((error: unknown) => !request.signal.aborted && setProblem(toProblem(error)))
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
  const query = { ...Object.fromEntries(filterQuery(filters)), limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) };
  const page = await unwrap(api.GET("/api/occurrences", { signal, params: { query } }));
  return { listings: page.occurrences, next: page.next };
}
