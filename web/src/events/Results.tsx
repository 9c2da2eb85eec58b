/** What a view's filters leave: the list, or why there is none. */
import { Button } from "@/components/Button";
import { LoadFailure } from "@/components/LoadFailure";
import { classes } from "@/components/classes";
import { EmptyState, ErrorState } from "@/components/states";
import { EventList, EventListLoading } from "@/events/EventList";
import { useListings } from "@/events/useListings";
import { queryOf, type Filters } from "@/events/view";
import { isDay, todayIn } from "@/time/days";

/** `filters` null: not known yet. `today` "" likewise. */
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
  if (problem && !listings) return <LoadFailure title="The events could not be loaded" problem={problem} onRetry={retry} />;
  if (!listings || !today) return <EventListLoading />;
  const there = listings[0] ? todayIn(listings[0].timezone) : today;
  return (
    <div className={classes(loading && "stale")}>
      <p className="visually-hidden" role="status">
        {loading ? "Loading" : listings.length === 0 ? "No events found" : `${listings.length}${more ? " or more" : ""} events`}
      </p>
      {listings.length === 0 ? (
        <Nothing filtered={!!filters && queryOf(filters).toString() !== ""} onClear={onClear} />
      ) : (
        <EventList listings={listings} today={there} since={firstDay(filters, there)} />
      )}
      {problem && <ErrorState title="The next events could not be loaded" detail={problem.detail} onRetry={retry} />}
      {more && !problem && (
        <div className="more">
          <Button onClick={loadMore} disabled={loading}>
            {loading ? "Loading …" : "Show more events"}
          </Button>
        </div>
      )}
    </div>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear?: () => void }) {
  return (
    <EmptyState
      title={filtered ? "Nothing found" : "Nothing is announced yet"}
      action={filtered && onClear && <Button onClick={onClear}>Show everything that comes</Button>}
    >
      {filtered
        ? "No event passes these filters. Another day, or fewer words, may find some."
        : "As soon as a source has been harvested, its events are here."}
    </EmptyState>
  );
}

/** What began earlier is already running. */
function firstDay(filters: Filters | null, today: string): string {
  return filters?.from ?? (isDay(filters?.day) ? filters.day : today);
}
