/** The events that match the filters, or a message if no event does. */
import { Button } from "@/components/Button";
import { LoadFailure } from "@/components/LoadFailure";
import { classes } from "@/components/classes";
import { EmptyState, ErrorState } from "@/components/states";
import { EventList, EventListLoading } from "@/events/EventList";
import { useListings } from "@/events/useListings";
import { filterQuery, type Filters } from "@/events/view";
import { currentTown } from "@/layout/town";
import { useShowApp } from "@/layout/served";
import { addDays, isDay, todayIn, weekdayOf } from "@/time/days";
import { usePage } from "@/language/page";
import { say } from "@/language/say";

/** Shows a placeholder while `filters` is null or `today` is "" (both not known yet). */
export function Results({
  filters,
  today,
  onClear,
}: {
  filters: Filters | null;
  today: string;
  onClear?: () => void;
}) {
  const texts = usePage();
  const { listings, problem, loading, more, loadMore, retry } = useListings(filters);
  useShowApp(!!problem || (!!listings && !!today));
  if (problem && !listings) return <LoadFailure title={texts.list.failed} problem={problem} onRetry={retry} />;
  if (!listings || !today) return <EventListLoading />;
  const eventToday = currentTown().zone ? today : listings[0] ? todayIn(listings[0].timezone) : today;
  return (
    <div className={classes(loading && "stale")}>
      <p className="visually-hidden" role="status">
        {loading ? texts.list.loading : listings.length === 0 ? texts.list.none : say(more ? texts.list.countOrMore : texts.list.count, { count: listings.length })}
      </p>
      {listings.length === 0 ? (
        <NoEvents filtered={!!filters && filterQuery(filters).toString() !== ""} onClear={onClear} />
      ) : (
        <EventList listings={listings} today={eventToday} since={firstDay(filters, eventToday)} />
      )}
      {problem && <ErrorState title={texts.list.moreFailed} detail={problem.detail} onRetry={retry} retry={texts.list.retry} />}
      {more && !problem && (
        <div className="more">
          <Button onClick={loadMore} disabled={loading}>
            {loading ? texts.list.loading : texts.list.more}
          </Button>
        </div>
      )}
    </div>
  );
}

function NoEvents({ filtered, onClear }: { filtered: boolean; onClear?: () => void }) {
  const texts = usePage();
  return (
    <EmptyState
      title={filtered ? texts.list.none : texts.list.noneYet}
      action={filtered && onClear && <Button onClick={onClear}>{texts.list.clear}</Button>}
    >
      {filtered
        ? texts.list.noneText
        : texts.list.noneYetText}
    </EmptyState>
  );
}

/** The days on which a named span begins, for those that don't begin today. */
const NAMED_FIRST_DAYS: Readonly<Record<string, (today: string) => string>> = {
  tomorrow: (today) => addDays(today, 1),
  "next-week": (today) => addDays(today, DAYS_OF_WEEK - weekdayOf(today) + 1),
  weekend: (today) => (weekdayOf(today) < FRIDAY ? addDays(today, FRIDAY - weekdayOf(today)) : today),
};
const DAYS_OF_WEEK = 7;
const FRIDAY = 5;

/** Events that started before this day are listed as ongoing, if they are not over. */
function firstDay(filters: Filters | null, today: string): string {
  if (filters?.from) return filters.from;
  if (isDay(filters?.day)) return filters.day;
  return NAMED_FIRST_DAYS[filters?.day ?? ""]?.(today) ?? today;
}
