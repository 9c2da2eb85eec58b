/** An event: `/events/?id=7`. */
import Head from "next/head";
import { useRouter } from "next/router";

import { answered, api } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { ButtonLink } from "@/components/Button";
import { LoadFailure } from "@/components/LoadFailure";
import { EmptyState, Skeleton } from "@/components/states";
import { EventDetails } from "@/events/EventDetails";
import { structured } from "@/events/structured";

export default function EventPage() {
  const router = useRouter();
  const id = Number(router.query.id);
  const asked = router.isReady && Number.isSafeInteger(id) && id > 0;
  const { value, problem, retry } = useRemote(asked ? `event ${id}` : null, (signal) =>
    answered(api.GET("/api/events/{event_id}", { signal, params: { path: { event_id: id } } })),
  );
  const missing = (router.isReady && !asked) || problem?.status === 404;
  return (
    <>
      <Head>
        <title key="title">{value ? `${value.title}: Marquee` : "Event: Marquee"}</title>
        {value && (
          <script key="structured" type="application/ld+json" dangerouslySetInnerHTML={{ __html: structured(value) }} />
        )}
      </Head>
      {missing ? (
        <Missing />
      ) : problem ? (
        <>
          <h1 className="visually-hidden">Event</h1>
          <LoadFailure title="The event could not be loaded" problem={problem} onRetry={retry} />
        </>
      ) : value && value.id === id ? (
        <EventDetails event={value} />
      ) : (
        <Loading />
      )}
      <noscript>
        <p className="card">
          This page needs JavaScript. <a href="/plain/">The plain pages</a> show the same events without it.
        </p>
      </noscript>
    </>
  );
}

function Missing() {
  return (
    <>
      <h1 className="visually-hidden">Event not found</h1>
      <EmptyState
        title="There is no such event"
        action={
          <ButtonLink look="primary" href="/">
            See what is on
          </ButtonLink>
        }
      >
        It may be hidden, or the link is not whole.
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
