/** One event: `/events/lighthouse-keepers-waltz-7`. */
import Head from "next/head";
import { useRouter } from "next/router";

import { api, unwrap } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { ButtonLink } from "@/components/Button";
import { LoadFailure } from "@/components/LoadFailure";
import { EmptyState, Skeleton } from "@/components/states";
import { EventDetails } from "@/events/EventDetails";
import { idIn } from "@/events/paths";
import { useShowApp } from "@/layout/served";
import { usePage } from "@/language/page";
import { titled } from "@/layout/town";

export default function EventPage() {
  const router = useRouter();
  const texts = usePage();
  const id = router.isReady ? idIn(router.asPath) : undefined;
  const { value, problem, loading, retry } = useRemote(id ? `event ${id}` : null, (signal) =>
    unwrap(api.GET("/api/events/{event_id}", { signal, params: { path: { event_id: id ?? 0 } } })),
    "event",
  );
  const missing = (router.isReady && !id) || problem?.status === 404;
  useShowApp(!loading || missing);
  return (
    <>
      <Head>
        <title key="title">{titled(value ? value.title : texts.event.event)}</title>
      </Head>
      {missing ? (
        <NotFound />
      ) : problem ? (
        <>
          <h1 className="visually-hidden">{texts.event.event}</h1>
          <LoadFailure title={texts.event.failed} problem={problem} onRetry={retry} />
        </>
      ) : value && !loading ? (
        <EventDetails event={value} />
      ) : (
        <Loading />
      )}
    </>
  );
}

function NotFound() {
  const texts = usePage();
  return (
    <>
      <h1 className="visually-hidden">{texts.event.event}</h1>
      <EmptyState
        title={texts.event.notFound}
        action={
          <ButtonLink look="primary" href="/">
            {texts.list.seeAll}
          </ButtonLink>
        }
      >
        {texts.event.notFoundText}
      </EmptyState>
    </>
  );
}

function Loading() {
  const texts = usePage();
  return (
    <div className="stack loading" aria-busy="true">
      <h1 className="visually-hidden">{texts.event.event}</h1>
      <Skeleton className="skeleton--title" />
      <Skeleton className="skeleton--event" />
      <Skeleton className="skeleton--event" />
    </div>
  );
}
