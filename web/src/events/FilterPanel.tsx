/** The filter form: dates, category, venue, source, nearby, free, evening, online. Every change updates the URL immediately. */
import { useState } from "react";

import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { addDays } from "@/time/days";
import { formatDistance, radii, usualRadius } from "@/events/distance";
import { Count } from "@/events/kinds";
import { categoryName } from "@/language/categoryName";
import { useCounts } from "@/events/useCounts";
import { withFilters, type FilterName, type View } from "@/events/view";
import { usePage } from "@/language/page";
import { say } from "@/language/say";

/** What the API takes if the address has no radius. */
const API_RADIUS_KM = "25";
const SWITCHES = ["free", "evening", "online"] as const;
type Changes = Partial<Record<FilterName, string | undefined>>;

/** Each choice says how many events it would leave. */
export function FilterPanel({ view, today, onChange }: { view: View; today: string; onChange: (view: View) => void }) {
  const texts = usePage();
  const { filters } = view;
  const set = (changes: Changes) => onChange(withFilters(view, changes));
  const counts = useCounts(view, today, { places: true });
  return (
    <div className="filters" role="group" aria-label={texts.filters.title}>
      <Field label={texts.filters.from}>
        <input
          type="date"
          value={filters.from ?? ""}
          onChange={(event) => set({ from: event.currentTarget.value || undefined })}
        />
      </Field>
      <Field label={texts.filters.to}>
        <input
          type="date"
          min={filters.from}
          value={filters.until ? addDays(filters.until, -1) : ""}
          onChange={(event) => set({ until: dayAfter(event.currentTarget.value) })}
        />
      </Field>
      <Choice
        label={texts.filters.category}
        value={filters.category}
        choices={counts?.categories.filter(({ events }) => events > 0).map((kind) => ({ ...kind, value: kind.slug, name: categoryName(kind.name, texts) }))}
        onChoose={(category) => set({ category })}
      />
      <Choice
        label={texts.filters.venue}
        value={filters.venue}
        choices={counts?.venues.map(({ id, name, address, events }) => ({ value: String(id), name: name ?? address ?? "", events }))}
        onChoose={(venue) => set({ venue })}
      />
      <Choice
        label={texts.filters.source}
        value={filters.source}
        choices={counts?.sources.map(({ name, title, events }) => ({ value: name, name: title, events }))}
        onChoose={(source) => set({ source })}
      />
      <Near filters={filters} onChange={set} />
      {SWITCHES.map((name) => (
        <Button key={name} aria-pressed={filters[name] === "true"} disabled={counts?.[name] === 0 && !filters[name]} onClick={() => set({ [name]: filters[name] ? undefined : "true" })}>
          {name === "free" ? texts.filters.freeOnly : texts.filters[name]}
          <Count events={counts?.[name]} />
        </Button>
      ))}
    </div>
  );
}

type Option = { value: string; name: string; events?: number };

function Choice({
  label,
  value,
  choices,
  onChoose,
}: {
  label: string;
  value?: string;
  choices?: readonly Option[];
  onChoose: (value: string | undefined) => void;
}) {
  const texts = usePage();
  const loaded = choices ?? [];
  const options = !value || loaded.some((choice) => choice.value === value) ? loaded : [{ value, name: value }, ...loaded];
  return (
    <Field label={label}>
      <select value={value ?? ""} onChange={(event) => onChoose(event.currentTarget.value || undefined)}>
        <option value="">{texts.filters.any}</option>
        {options.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.events === undefined ? choice.name : say(texts.filters.counted, { name: choice.name, count: choice.events })}
          </option>
        ))}
      </select>
    </Field>
  );
}

function Near({ filters, onChange }: { filters: View["filters"]; onChange: (changes: Changes) => void }) {
  const texts = usePage();
  const [problem, setProblem] = useState("");
  const [locating, setLocating] = useState(false);

  function locate() {
    if (!("geolocation" in navigator)) return setProblem(texts.filters.noLocation);
    setLocating(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLocating(false);
        setProblem("");
        onChange({ near: `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`, radius_km: usualRadius() });
      },
      () => {
        setLocating(false);
        setProblem(texts.filters.locationFailed);
      },
      { maximumAge: 600_000, timeout: 15_000 },
    );
  }

  if (filters.near)
    return (
      <Field label={texts.filters.distance}>
        <select
          value={filters.radius_km ?? API_RADIUS_KM}
          onChange={(event) =>
            onChange(event.currentTarget.value ? { radius_km: event.currentTarget.value } : { near: undefined })
          }
        >
          {radii(filters.radius_km ?? API_RADIUS_KM).map((km) => (
            <option key={km} value={km}>
              {formatDistance(Number(km))}
            </option>
          ))}
          <option value="">{texts.filters.anywhere}</option>
        </select>
      </Field>
    );
  return (
    <div className="field">
      <Button onClick={locate} disabled={locating}>
        <Icon name="place" />
        {locating ? texts.filters.locating : texts.filters.nearMe}
      </Button>
      <span role="status" className="field__error" hidden={!problem}>
        {problem}
      </span>
    </div>
  );
}

/** The API's `until` is exclusive; the form's last day is inclusive. */
function dayAfter(day: string): string | undefined {
  return day ? addDays(day, 1) : undefined;
}
