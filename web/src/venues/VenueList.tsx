/** The list of venues, with a search box. */
import Link from "next/link";
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { LoadFailure } from "@/components/LoadFailure";
import { EmptyState, Skeleton } from "@/components/states";
import { venueAddress } from "@/events/paths";
import { SearchBox } from "@/events/SearchBox";
import { useShowApp } from "@/layout/served";
import { usePage } from "@/language/page";
import { say } from "@/language/say";
import { townAddress } from "@/venues/address";

const MAX_VENUES = 200;

export function VenueList({ ready }: { ready: boolean }) {
  const texts = usePage();
  const [query, setQuery] = useState("");
  const { value, problem, retry } = useRemote(ready ? query : null, (signal) =>
    unwrap(api.GET("/api/venues", { signal, params: { query: { limit: MAX_VENUES, ...(query ? { q: query } : {}) } } })),
  );
  useShowApp(!!value || !!problem);
  return (
    <div className="stack">
      <h1>{texts.venues.title}</h1>
      <SearchBox label={texts.venues.search} placeholder={texts.venues.searchHint} query={query} onSearch={setQuery} />
      {problem ? (
        <LoadFailure title={texts.venues.failed} problem={problem} onRetry={retry} />
      ) : !value ? (
        <Skeleton className="skeleton--event" />
      ) : value.venues.length === 0 ? (
        <EmptyState title={texts.venues.none}>{texts.venues.noneText}</EmptyState>
      ) : (
        <ul className="venues" role="list">
          {value.venues.map((venue) => (
            <li key={venue.id}>
              <Link className="venues__venue" {...venueAddress(venue.id, venue.name ?? venue.address)}>
                <strong>{venue.name ?? townAddress(venue.address)}</strong>
                {venue.name && venue.address && <span className="soft small">{townAddress(venue.address)}</span>}
                <span className="soft small">{say(texts.venues.events, { count: venue.events })}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
