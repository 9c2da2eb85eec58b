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
import { ZoneLine } from "@/events/ZoneLine";
import { useToday } from "@/events/useToday";
import { useShowApp } from "@/layout/served";
import { say } from "@/language/say";
import { usePage } from "@/language/page";
import { titled } from "@/layout/town";
import { townAddress } from "@/venues/address";

export function VenueDetails({ id }: { id: number }) {
  const texts = usePage();
  const today = useToday();
  const { value, problem, retry } = useRemote(`venue ${id}`, (signal) =>
    unwrap(api.GET("/api/venues/{venue_id}", { signal, params: { path: { venue_id: id } } })),
    "venue",
  );
  useShowApp(!!problem);
  if (problem?.status === 404)
    return (
      <>
        <h1 className="visually-hidden">{texts.filters.venue}</h1>
        <EmptyState
          title={texts.venues.notFound}
          action={
            <ButtonLink look="primary" href="/venues/">
              {texts.venues.all}
            </ButtonLink>
          }
        />
      </>
    );
  if (problem)
    return (
      <>
        <h1 className="visually-hidden">{texts.filters.venue}</h1>
        <LoadFailure title={texts.venues.oneFailed} problem={problem} onRetry={retry} />
      </>
    );
  const name = value ? (value.name ?? townAddress(value.address) ?? texts.filters.venue) : "";
  const map = value && mapUrl(value);
  const filters = { venue: String(id) };
  return (
    <>
      {value && (
        <Head>
          <title key="title">{titled(name)}</title>
        </Head>
      )}
      <header className="stack event__head">
        {value ? <h1>{name}</h1> : <Skeleton className="skeleton--title" />}
        {value ? value.name && value.address && <p className="soft">{townAddress(value.address)}</p> : <Skeleton className="skeleton--line" />}
        <ZoneLine />
        <div className="row">
          <Subscribe filters={filters} />
          {map && (
            <ButtonLink outside href={map} rel="noreferrer">
              <Icon name="place" />
              {texts.event.map}
            </ButtonLink>
          )}
        </div>
      </header>
      <Results filters={filters} today={today} />
      {value?.location_credit && <p className="soft small">{say(texts.venues.locationCredit, { credit: value.location_credit })}</p>}
    </>
  );
}
