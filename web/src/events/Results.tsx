/** The events that match the filters, or a message if no event does. */
import { Button } from "@/components/Button";
import { LoadFailure } from "@/components/LoadFailure";
import { classes } from "@/components/classes";
import { EmptyState, ErrorState } from "@/components/states";
import { EventList, EventListLoading } from "@/events/EventList";
import { useListings } from "@/events/useListings";
import { filterQuery, type Filters } from "@/events/view";
import { useShowApp } from "@/layout/served";
import { isDay, todayIn } from "@/time/days";

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
  const { listings, problem, loading, more, loadMore, retry } = useListings(filters);
  useShowApp(!!problem || (!!listings && !!today));
  if (problem && !listings) return <LoadFailure title="Couldn’t load the events" problem={problem} onRetry={retry} />;
  if (!listings || !today) return <EventListLoading />;
  const eventToday = listings[0] ? todayIn(listings[0].timezone) : today;
  return (
    <div className={classes(loading && "stale")}>
      <p className="visually-hidden" role="status">
        {loading ? "Loading" : listings.length === 0 ? "No events found" : `${listings.length}${more ? " or more" : ""} events`}
      </p>
      {listings.length === 0 ? (
        <NoEvents filtered={!!filters && filterQuery(filters).toString() !== ""} onClear={onClear} />
      ) : (
        <EventList listings={listings} today={eventToday} since={firstDay(filters, eventToday)} />
      )}
      {problem && <ErrorState title="Couldn’t load more events" detail={problem.detail} onRetry={retry} />}
      {more && !problem && (
        <div className="more">
          <Button onClick={loadMore} disabled={loading}>
            {loading ? "Loading…" : "Show more events"}
          </Button>
        </div>
      )}
    </div>
  );
}

function NoEvents({ filtered, onClear }: { filtered: boolean; onClear?: () => void }) {
  return (
    <EmptyState
      title={filtered ? "No events found" : "No events yet"}
      action={filtered && onClear && <Button onClick={onClear}>Show all upcoming events</Button>}
    >
      {filtered
        ? "No event matches these filters. Try another day or fewer words."
        : "Events appear here after the first source has been crawled."}
    </EmptyState>
  );
}

/** Events that started before this day are listed as ongoing, if they are not over. */
function firstDay(filters: Filters | null, today: string): string {
  return filters?.from ?? (isDay(filters?.day) ? filters.day : today);
}
