/** Narrow the list: days, category, venue, source, free of charge, near the visitor. Each change is in the address at once. */
import { useState } from "react";

import { answered, api } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { addDays } from "@/time/days";
import { withFilters, type FilterName, type View } from "@/events/view";

const RADIUS_KM = ["1", "5", "10", "25", "50", "100"];
const USUAL_RADIUS_KM = "25";
const VENUES_OFFERED = 200;
type Changes = Partial<Record<FilterName, string | undefined>>;

export function FilterPanel({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const { filters } = view;
  const set = (changes: Changes) => onChange(withFilters(view, changes));
  const choices = useRemote("choices", loadChoices).value;
  return (
    <div className="filters" role="group" aria-label="Filters">
      <Field label="From">
        <input
          type="date"
          value={filters.from ?? ""}
          onChange={(event) => set({ from: event.currentTarget.value || undefined })}
        />
      </Field>
      <Field label="To">
        <input
          type="date"
          min={filters.from}
          value={filters.until ? addDays(filters.until, -1) : ""}
          onChange={(event) => set({ until: dayAfter(event.currentTarget.value) })}
        />
      </Field>
      <Choice
        label="Category"
        value={filters.category}
        choices={choices?.categories}
        onChoose={(category) => set({ category })}
      />
      <Choice label="Venue" value={filters.venue} choices={choices?.venues} onChoose={(venue) => set({ venue })} />
      <Choice label="Source" value={filters.source} choices={choices?.sources} onChoose={(source) => set({ source })} />
      <Near filters={filters} onChange={set} />
      <Button aria-pressed={filters.free === "true"} onClick={() => set({ free: filters.free ? undefined : "true" })}>
        Free only
      </Button>
    </div>
  );
}

type Option = { value: string; name: string };

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
  const known = choices ?? [];
  const offered = !value || known.some((choice) => choice.value === value) ? known : [{ value, name: value }, ...known];
  return (
    <Field label={label}>
      <select value={value ?? ""} onChange={(event) => onChoose(event.currentTarget.value || undefined)}>
        <option value="">Any</option>
        {offered.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.name}
          </option>
        ))}
      </select>
    </Field>
  );
}

function Near({ filters, onChange }: { filters: View["filters"]; onChange: (changes: Changes) => void }) {
  const [problem, setProblem] = useState("");
  const [asking, setAsking] = useState(false);

  function locate() {
    if (!("geolocation" in navigator)) return setProblem("This browser does not tell places.");
    setAsking(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setAsking(false);
        setProblem("");
        onChange({ near: `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`, radius_km: USUAL_RADIUS_KM });
      },
      () => {
        setAsking(false);
        setProblem("Your place was not told.");
      },
      { maximumAge: 600_000, timeout: 15_000 },
    );
  }

  if (filters.near)
    return (
      <Field label="Near you, within">
        <select
          value={filters.radius_km ?? USUAL_RADIUS_KM}
          onChange={(event) =>
            onChange(event.currentTarget.value ? { radius_km: event.currentTarget.value } : { near: undefined })
          }
        >
          {RADIUS_KM.map((km) => (
            <option key={km} value={km}>
              {km} km
            </option>
          ))}
          <option value="">Anywhere</option>
        </select>
      </Field>
    );
  return (
    <div className="field">
      <Button onClick={locate} disabled={asking}>
        <Icon name="place" />
        {asking ? "Asking …" : "Near me"}
      </Button>
      <span role="status" className="field__error" hidden={!problem}>
        {problem}
      </span>
    </div>
  );
}

/** The API's `until` is exclusive, people's last day is not. */
function dayAfter(day: string): string | undefined {
  return day ? addDays(day, 1) : undefined;
}

async function loadChoices(signal: AbortSignal) {
  const [categories, venues, sources] = await Promise.all([
    answered(api.GET("/api/categories", { signal })),
    answered(api.GET("/api/venues", { signal, params: { query: { limit: VENUES_OFFERED } } })),
    answered(api.GET("/api/sources", { signal })),
  ]);
  return {
    categories: categories.categories.map(({ name, events }) => ({ value: name, name: `${name} (${events})` })),
    venues: venues.venues
      .filter((venue) => venue.name)
      .map(({ id, name }) => ({ value: String(id), name: name ?? "" })),
    sources: sources.sources.map(({ name, title }) => ({ value: name, name: title })),
  };
}
