/** The front page's events: big pictures, today, the weekend, what follows, and last what is always there. */
import Link from "next/link";
import type { ReactNode } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { Button } from "@/components/Button";
import { LoadFailure } from "@/components/LoadFailure";
import { EmptyState, ErrorState } from "@/components/states";
import { isEnding, NextMonth } from "@/events/calendar/NextMonth";
import { DayName, Days, EventListLoading, EventSection, isOften } from "@/events/EventList";
import { LeadCard } from "@/events/LeadCard";
import { useListings } from "@/events/useListings";
import { FRONT, viewAddress } from "@/events/view";
import { usePage } from "@/language/page";
import { say } from "@/language/say";
import { useShowApp } from "@/layout/served";
import { addDays, monthOf } from "@/time/days";

type Parts = Schemas["Front"];

/** `today`: where the town is. */
export function Front({ today: here }: { today: string }) {
  const texts = usePage();
  const front = useRemote("front", (signal) => unwrap(api.GET("/api/front", { signal })), "front");
  const coming = useListings(here ? { from: addDays(here, 1) } : null);
  const problem = front.problem ?? (coming.listings ? undefined : coming.problem);
  useShowApp(!!problem || (!!front.value && !!coming.listings));
  if (problem) return <LoadFailure title={texts.list.failed} problem={problem} onRetry={front.problem ? front.retry : coming.retry} />;
  if (!front.value || !coming.listings) return <EventListLoading />;
  const { day, lead, today, weekend, daily, running } = front.value;
  const shown = new Set([...lead, ...today.occurrences, ...weekend.occurrences, ...daily, ...running].map((listing) => listing.event_id));
  const following = coming.listings.filter((listing) => !shown.has(listing.event_id) && !isOften(listing) && listing.local_date > day);
  if (shown.size === 0 && following.length === 0) return <EmptyState title={texts.list.noneYet}>{texts.list.noneYetText}</EmptyState>;
  return (
    <div className="stack stack--loose">
      {lead.length > 0 && (
        <section className="stack" aria-label={texts.front.lead}>
          <h2 className="visually-hidden">{texts.front.lead}</h2>
          <ul className="lead" role="list">
            {lead.map((listing, place) => (
              <li key={listing.id} className="lead__item">
                <LeadCard listing={listing} today={day} first={place === 0} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Part name={<DayName day={day} today={day} />} part={today} day="today" today={day} />
      <Part name={texts.tabs.weekend} part={weekend} day="weekend" today={day} />
      {isEnding(monthOf(day), day) && <NextMonth view={FRONT} today={day} />}
      <Days listings={following} today={day} />
      {coming.problem && <ErrorState title={texts.list.moreFailed} detail={coming.problem.detail} onRetry={coming.retry} retry={texts.list.retry} />}
      {coming.more && !coming.problem && (
        <div className="more">
          <Button onClick={coming.loadMore} disabled={coming.loading}>
            {coming.loading ? texts.list.loading : texts.list.more}
          </Button>
        </div>
      )}
      <EventSection name={texts.front.daily} listings={daily} today={day} />
      <EventSection name={texts.front.running} listings={running} today={day} />
    </div>
  );
}

/** With a link to all of the day, if there are more. */
function Part({ name, part, day, today }: { name: ReactNode; part: Parts["today"]; day: string; today: string }) {
  const texts = usePage();
  const more = !part.complete && (
    <p>
      <Link className="button" {...viewAddress({ filters: { day }, layout: "" })} shallow>
        {part.total === null ? texts.front.seeMany : say(texts.front.seeAll, { count: part.total })}
      </Link>
    </p>
  );
  return (
    <EventSection name={name} listings={part.occurrences} today={today} dated={day !== "today"}>
      {more}
    </EventSection>
  );
}
