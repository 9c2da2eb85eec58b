/** One venue with its upcoming events. */
import Head from "next/head";

import { api, unwrap } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { ButtonLink } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { LoadFailure } from "@/components/LoadFailure";
import { EmptyState, Skeleton } from "@/components/states";
import { Results } from "@/events/Results";
import { Subscribe } from "@/events/Subscribe";
import { mapUrl } from "@/events/urls";
import { useToday } from "@/events/useToday";
import { useShowApp } from "@/layout/served";

export function VenueDetails({ id }: { id: number }) {
  const today = useToday();
  const { value, problem, retry } = useRemote(`venue ${id}`, (signal) =>
    unwrap(api.GET("/api/venues/{venue_id}", { signal, params: { path: { venue_id: id } } })),
  );
  useShowApp(!!problem);
  if (problem?.status === 404)
    return (
      <>
        <h1 className="visually-hidden">Venue</h1>
        <EmptyState
          title="Venue not found"
          action={
            <ButtonLink look="primary" href="/venues/">
              All venues
            </ButtonLink>
          }
        />
      </>
    );
  if (problem)
    return (
      <>
        <h1 className="visually-hidden">Venue</h1>
        <LoadFailure title="Couldn’t load the venue" problem={problem} onRetry={retry} />
      </>
    );
  const name = value ? (value.name ?? value.address ?? "Venue") : "";
  const map = value && mapUrl(value);
  const filters = { venue: String(id) };
  return (
    <>
      {value && (
        <Head>
          <title key="title">{`${name} | Marquee`}</title>
        </Head>
      )}
      <header className="stack event__head">
        {value ? <h1>{name}</h1> : <Skeleton className="skeleton--title" />}
        {value ? value.name && value.address && <p className="soft">{value.address}</p> : <Skeleton className="skeleton--line" />}
        <div className="row">
          <Subscribe filters={filters} />
          {map && (
            <ButtonLink outside href={map} rel="noreferrer">
              <Icon name="place" />
              View map
            </ButtonLink>
          )}
        </div>
      </header>
      <Results filters={filters} today={today} />
    </>
  );
}
