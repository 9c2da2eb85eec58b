/** One event: `/events/?id=7`. */
import Head from "next/head";
import { useRouter } from "next/router";

import { api, unwrap } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { ButtonLink } from "@/components/Button";
import { LoadFailure } from "@/components/LoadFailure";
import { EmptyState, Skeleton } from "@/components/states";
import { EventDetails } from "@/events/EventDetails";
import { structuredData } from "@/events/structuredData";

export default function EventPage() {
  const router = useRouter();
  const id = Number(router.query.id);
  const valid = router.isReady && Number.isSafeInteger(id) && id > 0;
  const { value, problem, retry } = useRemote(valid ? `event ${id}` : null, (signal) =>
    unwrap(api.GET("/api/events/{event_id}", { signal, params: { path: { event_id: id } } })),
  );
  const missing = (router.isReady && !valid) || problem?.status === 404;
  return (
    <>
      <Head>
        <title key="title">{value ? `${value.title} | Marquee` : "Event | Marquee"}</title>
        {value && (
          <script key="structured" type="application/ld+json" dangerouslySetInnerHTML={{ __html: structuredData(value) }} />
        )}
      </Head>
      {missing ? (
        <NotFound />
      ) : problem ? (
        <>
          <h1 className="visually-hidden">Event</h1>
          <LoadFailure title="Couldn’t load the event" problem={problem} onRetry={retry} />
        </>
      ) : value && value.id === id ? (
        <EventDetails event={value} />
      ) : (
        <Loading />
      )}
      <noscript>
        <p className="card">
          This page needs JavaScript. The <a href="/plain/">plain HTML pages</a> show the same events without it.
        </p>
      </noscript>
    </>
  );
}

function NotFound() {
  return (
    <>
      <h1 className="visually-hidden">Event</h1>
      <EmptyState
        title="Event not found"
        action={
          <ButtonLink look="primary" href="/">
            See upcoming events
          </ButtonLink>
        }
      >
        It may be hidden, or the link may be incomplete.
      </EmptyState>
    </>
  );
}

function Loading() {
  return (
    <div className="stack loading" aria-busy="true">
      <h1 className="visually-hidden">Event</h1>
      <Skeleton className="skeleton--title" />
      <Skeleton className="skeleton--event" />
      <Skeleton className="skeleton--event" />
    </div>
  );
}
