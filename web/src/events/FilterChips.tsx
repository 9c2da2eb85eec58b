/** The filters that hold, each with a way to take it away. */
import { answered, api } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { Icon } from "@/components/Icon";
import { withFilters, type FilterName, type View } from "@/events/view";
import { addDays, isDay } from "@/time/days";
import { shortDay } from "@/time/words";

export function FilterChips({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const shown = (Object.keys(view.filters) as FilterName[])
    .map((name) => ({ name, words: wordsOf(name, view.filters[name] ?? "") }))
    .filter(({ words }) => words);
  return (
    <>
      {shown.map(({ name, words }) => (
        <button
          key={name}
          type="button"
          className="chip"
          onClick={() => onChange(withFilters(view, { [name]: undefined }))}
        >
          <span className="visually-hidden">Remove the filter</span> {name === "venue" ? <VenueName id={words} /> : words}
          <Icon name="close" />
        </button>
      ))}
    </>
  );
}

/** The address knows its number alone. */
function VenueName({ id }: { id: string }) {
  const { value } = useRemote(`venue ${id}`, (signal) =>
    answered(api.GET("/api/venues/{venue_id}", { signal, params: { path: { venue_id: Number(id) } } })),
  );
  return <>{value?.name ?? "One venue"}</>;
}

/** "" for those that show elsewhere: the words in the search line, the day in the tabs. */
function wordsOf(name: FilterName, value: string): string {
  switch (name) {
    case "day":
      return isDay(value) ? shortDay(value) : "";
    case "from":
      return `From ${shortDay(value)}`;
    case "until":
      return `To ${shortDay(addDays(value, -1))}`;
    case "category":
      return value;
    case "venue":
      return value;
    case "source":
      return `Source: ${value}`;
    case "free":
      return value === "true" ? "Free" : "Not free";
    case "near":
      return "Near you";
    default:
      return "";
  }
}
