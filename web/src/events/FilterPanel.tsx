/** The filter form: dates, category, venue, source, free, nearby. Every change updates the URL immediately. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { addDays } from "@/time/days";
import { withFilters, type FilterName, type View } from "@/events/view";
import { usePage } from "@/language/page";

const RADIUS_KM = ["1", "5", "10", "25", "50", "100"];
const DEFAULT_RADIUS_KM = "25";
const VENUES_PER_PAGE = 200;
const MAX_VENUES = 2000;
type Changes = Partial<Record<FilterName, string | undefined>>;

export function FilterPanel({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const texts = usePage();
  const { filters } = view;
  const set = (changes: Changes) => onChange(withFilters(view, changes));
  const choices = useRemote("choices", loadChoices).value;
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
        choices={choices?.categories}
        onChoose={(category) => set({ category })}
      />
      <Choice label={texts.filters.venue} value={filters.venue} choices={choices?.venues} onChoose={(venue) => set({ venue })} />
      <Choice label={texts.filters.source} value={filters.source} choices={choices?.sources} onChoose={(source) => set({ source })} />
      <Near filters={filters} onChange={set} />
      <Button aria-pressed={filters.free === "true"} onClick={() => set({ free: filters.free ? undefined : "true" })}>
        {texts.filters.freeOnly}
      </Button>
      <Button aria-pressed={filters.evening === "true"} onClick={() => set({ evening: filters.evening ? undefined : "true" })}>
        {texts.filters.evening}
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
  const texts = usePage();
  const loaded = choices ?? [];
  const options = !value || loaded.some((choice) => choice.value === value) ? loaded : [{ value, name: value }, ...loaded];
  return (
    <Field label={label}>
      <select value={value ?? ""} onChange={(event) => onChoose(event.currentTarget.value || undefined)}>
        <option value="">{texts.filters.any}</option>
        {options.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.name}
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
        onChange({ near: `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`, radius_km: DEFAULT_RADIUS_KM });
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
          value={filters.radius_km ?? DEFAULT_RADIUS_KM}
          onChange={(event) =>
            onChange(event.currentTarget.value ? { radius_km: event.currentTarget.value } : { near: undefined })
          }
        >
          {RADIUS_KM.map((km) => (
            <option key={km} value={km}>
              {km} km
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

async function loadVenues(signal: AbortSignal): Promise<Schemas["Venue"][]> {
  const venues: Schemas["Venue"][] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: VENUES_PER_PAGE, ...(cursor ? { cursor } : {}) };
    const page = await unwrap(api.GET("/api/venues", { signal, params: { query } }));
    venues.push(...page.venues);
    cursor = page.next ?? undefined;
  } while (cursor && venues.length < MAX_VENUES);
  return venues;
}

async function loadChoices(signal: AbortSignal) {
  const [categories, venues, sources] = await Promise.all([
    unwrap(api.GET("/api/categories", { signal })),
    loadVenues(signal),
    unwrap(api.GET("/api/sources", { signal })),
  ]);
  return {
    categories: categories.town
      .filter(({ events }) => events > 0)
      .map(({ slug, name, events }) => ({ value: slug, name: `${name} (${events})` })),
    venues: venues
      .filter((venue) => venue.name && venue.events > 0)
      .map(({ id, name }) => ({ value: String(id), name: name ?? "" })),
    sources: sources.sources.map(({ name, title }) => ({ value: name, name: title })),
  };
}
