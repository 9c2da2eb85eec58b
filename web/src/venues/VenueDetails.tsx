/** A place and what is on there. */
import Head from "next/head";

import { answered, api } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { ButtonLink } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { LoadFailure } from "@/components/LoadFailure";
import { EmptyState, Skeleton } from "@/components/states";
import { Results } from "@/events/Results";
import { Subscribe } from "@/events/Subscribe";
import { mapAddress } from "@/events/addresses";
import { useToday } from "@/events/useToday";

export function VenueDetails({ id }: { id: number }) {
  const today = useToday();
  const asked = Number.isSafeInteger(id) && id > 0;
  const { value, problem, retry } = useRemote(asked ? `venue ${id}` : null, (signal) =>
    answered(api.GET("/api/venues/{venue_id}", { signal, params: { path: { venue_id: id } } })),
  );
  if (!asked || problem?.status === 404)
    return (
      <>
        <h1 className="visually-hidden">Venue not found</h1>
        <EmptyState
          title="There is no such venue"
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
        <LoadFailure title="The venue could not be loaded" problem={problem} onRetry={retry} />
      </>
    );
  const name = value ? (value.name ?? value.address ?? "Venue") : "";
  const map = value && mapAddress(value);
  const filters = { venue: String(id) };
  return (
    <>
      {value && (
        <Head>
          <title key="title">{`${name}: Marquee`}</title>
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
              On the map
            </ButtonLink>
          )}
        </div>
      </header>
      <Results filters={filters} today={today} />
    </>
  );
}
