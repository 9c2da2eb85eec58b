/** The active filters, each with a button to remove it. */
import { api, unwrap } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { Icon } from "@/components/Icon";
import { useCategoryName } from "@/events/useCategoryName";
import { withFilters, type FilterName, type View } from "@/events/view";
import { addDays, isDay } from "@/time/days";
import { formatShortDay } from "@/time/format";
import { usePage, type PageTexts } from "@/language/page";
import { say } from "@/language/say";

export function FilterChips({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const texts = usePage();
  const chips = (Object.keys(view.filters) as FilterName[])
    .map((name) => ({ name, label: labelOf(name, view.filters[name] ?? "", texts.filters) }))
    .filter(({ label }) => label);
  return (
    <>
      {chips.map(({ name, label }) => (
        <button
          key={name}
          type="button"
          className="chip"
          onClick={() => onChange(withFilters(view, { [name]: undefined }))}
        >
          <span className="visually-hidden">{texts.filters.remove}</span> <Label name={name} text={label} />
          <Icon name="close" />
        </button>
      ))}
    </>
  );
}

function Label({ name, text }: { name: FilterName; text: string }) {
  if (name === "venue") return <VenueName id={text} />;
  return name === "category" ? <CategoryName given={text} /> : <>{text}</>;
}

/** The URL may hold a category's slug. */
function CategoryName({ given }: { given: string }) {
  return <>{useCategoryName(given)}</>;
}

/** The URL holds only the venue's ID. */
function VenueName({ id }: { id: string }) {
  const texts = usePage();
  const { value } = useRemote(`venue ${id}`, (signal) =>
    unwrap(api.GET("/api/venues/{venue_id}", { signal, params: { path: { venue_id: Number(id) } } })),
  );
  return <>{value?.name ?? texts.filters.venue}</>;
}

/** "" for filters that already show in the search box or the tabs. */
function labelOf(name: FilterName, value: string, texts: PageTexts["filters"]): string {
  switch (name) {
    case "day":
      return isDay(value) ? formatShortDay(value) : "";
    case "from":
      return say(texts.fromDay, { day: formatShortDay(value) });
    case "until":
      return say(texts.toDay, { day: formatShortDay(addDays(value, -1)) });
    case "category":
      return value;
    case "venue":
      return value;
    case "source":
      return say(texts.ofSource, { name: value });
    case "free":
      return value === "true" ? texts.free : texts.notFree;
    case "evening":
      return texts.evening;
    case "online":
      return texts.online;
    case "bbox":
      return texts.inArea;
    case "near":
      return texts.nearYou;
    default:
      return "";
  }
}
