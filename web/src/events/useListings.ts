/** Loads the occurrences that match the filters, page by page: what begins in the range, and after its last page what is on already. */
import { useCallback, useEffect, useRef, useState } from "react";

import { api, unwrap, type ApiProblem } from "@/api/client";
import { recall, remember, toProblem, useRemote } from "@/api/useRemote";
import type { Listing } from "@/events/model";
import { filterQuery, type Filters } from "@/events/view";

const PAGE_SIZE = 50;
const MAX_RUNNING = 100;
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

/** Loads nothing while `filters` is null. After Back, the pages that were loaded are there at once. */
export function useListings(filters: Filters | null): Listings {
  const key = filters && filterQuery(filters).toString();
  const first = useRemote(key, (signal) => loadPage(filters ?? {}, null, signal), "listings");
  const [further, setFurther] = useState<{ key: string | null; pages: readonly Page[] }>({ key: null, pages: [] });
  const pages = further.key === key ? further.pages : (recall<readonly Page[]>(`pages ${key}`) ?? []);
  const [problem, setProblem] = useState<ApiProblem>();
  const [loadingMore, setLoadingMore] = useState(false);
  const abort = useRef<AbortController | null>(null);

  useEffect(() => {
    abort.current?.abort();
    setProblem(undefined);
    setLoadingMore(false);
  }, [key]);

  const next = (pages.at(-1) ?? first.value)?.next ?? null;
  const loadMore = useCallback(() => {
    if (!next || !filters) return;
    abort.current?.abort();
    const request = new AbortController();
    abort.current = request;
    setLoadingMore(true);
    setProblem(undefined);
    loadPage(filters, next, request.signal)
      .then((page) => {
        if (request.signal.aborted) return;
        const loaded = [...pages, page];
        remember(`pages ${key}`, loaded);
        setFurther({ key, pages: loaded });
      })
      .catch((error: unknown) => !request.signal.aborted && setProblem(toProblem(error)))
      .finally(() => !request.signal.aborted && setLoadingMore(false));
  }, [next, key]);

  return {
    listings: first.value && [first.value, ...pages].flatMap((page) => page.listings),
    problem: first.problem ?? problem,
    loading: first.loading || loadingMore,
    more: next !== null,
    loadMore,
    retry: first.problem ? first.retry : loadMore,
  };
}

async function loadPage(filters: Filters, cursor: string | null, signal: AbortSignal): Promise<Page> {
  const given = Object.fromEntries(filterQuery(filters));
  const query = { ...given, begun: false, limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) };
  const loadRunning = () =>
    unwrap(api.GET("/api/occurrences", { signal, params: { query: { ...given, begun: true, limit: MAX_RUNNING } } }));
  const early = cursor === null ? loadRunning() : undefined; // most lists have a single page
  early?.catch(() => undefined);
  const page = await unwrap(api.GET("/api/occurrences", { signal, params: { query } }));
  if (page.next) return { listings: page.occurrences, next: page.next };
  const running = await (early ?? loadRunning());
  return { listings: [...page.occurrences, ...running.occurrences], next: null };
}
