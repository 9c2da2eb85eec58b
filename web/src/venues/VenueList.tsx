/** The places, by name. */
import Link from "next/link";
import { useState } from "react";

import { answered, api } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { LoadFailure } from "@/components/LoadFailure";
import { EmptyState, Skeleton } from "@/components/states";
import { SearchLine } from "@/events/SearchLine";

const MOST = 200;

export function VenueList({ ready }: { ready: boolean }) {
  const [words, setWords] = useState("");
  const { value, problem, retry } = useRemote(ready ? words : null, (signal) =>
    answered(api.GET("/api/venues", { signal, params: { query: { limit: MOST, ...(words ? { q: words } : {}) } } })),
  );
  return (
    <div className="stack">
      <h1>Venues</h1>
      <SearchLine label="Search venues" placeholder="Search: theatre, library …" words={words} onSearch={setWords} />
      {problem ? (
        <LoadFailure title="The venues could not be loaded" problem={problem} onRetry={retry} />
      ) : !value ? (
        <Skeleton className="skeleton--event" />
      ) : value.venues.length === 0 ? (
        <EmptyState title="No venue found">Fewer words may find some.</EmptyState>
      ) : (
        <ul className="venues" role="list">
          {value.venues.map((venue) => (
            <li key={venue.id}>
              <Link className="venues__venue" href={`/venues/?id=${venue.id}`}>
                <strong>{venue.name ?? venue.address}</strong>
                {venue.name && venue.address && <span className="soft small">{venue.address}</span>}
                <span className="soft small">{venue.events === 1 ? "1 event" : `${venue.events} events`}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
