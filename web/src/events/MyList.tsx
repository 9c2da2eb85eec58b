/** The visitor's own list of events, or one that somebody shared (`/my-list?events=12,34`). */
import { useRouter } from "next/router";

import { api, unwrap } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { Button, ButtonLink } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { LoadFailure } from "@/components/LoadFailure";
import { EmptyState } from "@/components/states";
import { EventList, EventListLoading } from "@/events/EventList";
import { Share } from "@/events/Share";
import { addStars, idsIn, useStars } from "@/events/stars";
import { useToday } from "@/events/useToday";
import { ZoneLine } from "@/events/ZoneLine";
import { usePage } from "@/language/page";
import { useShowApp } from "@/layout/served";
import { currentTown } from "@/layout/town";

const MAX_LISTED = 200;

export function MyList() {
  const texts = usePage();
  const router = useRouter();
  const today = useToday(currentTown().zone);
  const own = useStars();
  const shared = router.isReady ? idsIn(new URL(router.asPath, "http://page").searchParams.get("events")) : [];
  const ids = shared.length > 0 ? shared : own;
  const key = router.isReady && ids.length > 0 ? ids.join(",") : null;
  const { value, problem, retry } = useRemote(
    key,
    (signal) => unwrap(api.GET("/api/occurrences", { signal, params: { query: { event: [...ids], limit: MAX_LISTED } } })),
    "list",
  );
  const empty = router.isReady && ids.length === 0;
  useShowApp(!!today && (empty || !!value || !!problem));
  const title = shared.length > 0 ? texts.mine.shared : texts.mine.title;
  return (
    <div className="stack stack--loose">
      <header className="stack">
        <h1>{title}</h1>
        {shared.length === 0 && <p className="soft">{texts.mine.about}</p>}
        {ids.length > 0 && <ZoneLine />}
        {ids.length > 0 && (
          <div className="row">
            {shared.length > 0 && (
              <Button look="primary" onClick={() => addStars(shared)}>
                <Icon name="star" />
                {texts.mine.keep}
              </Button>
            )}
            <Share title={title} address={`/my-list?events=${key}`} label={texts.mine.share} />
            <ButtonLink outside href={`/feeds/lists/${key}/events.ics`}>
              <Icon name="calendar" />
              {texts.mine.feed}
            </ButtonLink>
          </div>
        )}
      </header>
      {empty ? (
        <EmptyState
          title={texts.mine.empty}
          action={
            <ButtonLink look="primary" href="/">
              {texts.list.seeAll}
            </ButtonLink>
          }
        >
          {texts.mine.emptyText}
        </EmptyState>
      ) : problem ? (
        <LoadFailure title={texts.list.failed} problem={problem} onRetry={retry} />
      ) : value && today ? (
        <>
          <EventList listings={value.occurrences.filter((listing) => ids.includes(listing.event_id))} today={today} since={today} />
          <p className="soft">{texts.mine.past}</p>
        </>
      ) : (
        <EventListLoading />
      )}
    </div>
  );
}
