/** Finds upcoming events by words, so that one of them can be joined or grouped with the event at hand. */
import { useState, type FormEvent, type ReactNode } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { LoadingOrError } from "@/admin/AdminPage";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useLocale } from "@/language/languages";
import { useOffice } from "@/language/office";
import { formatMoment } from "@/time/moments";

const MOST = 10;

export type Found = Schemas["EventSummary"];

/** Local dates: the first day that counts, and the first one that doesn't. Without `from`: from now on. */
export type Span = { from?: string; until: string };

/** `what`: what the search is for. `but`: the ids to leave out. `within`: only what begins then. */
export function FindEvents({ what, but, within, action }: { what: string; but: readonly number[]; within?: Span; action: (event: Found) => ReactNode }) {
  const texts = useOffice();
  const locale = useLocale();
  const [words, setWords] = useState("");
  const [q, setQ] = useState<string>();
  const { value, problem, retry } = useAdminRemote(q ? `find ${q}` : null, (signal) =>
    unwrap(api.GET("/api/events", { signal, cache: "no-store", params: { query: { q, dates: "all", limit: MOST, ...within } } })),
  );
  const found = value?.events.filter((event) => !but.includes(event.id)) ?? [];

  function search(event: FormEvent) {
    event.preventDefault();
    setQ(words.trim());
  }

  return (
    <div className="stack">
      <form className="admin-filters" role="search" aria-label={what} onSubmit={search}>
        <Field label={texts.listings.search}>
          <input type="search" value={words} onInput={(input) => setWords(input.currentTarget.value)} />
        </Field>
        <Button type="submit">{texts.listings.find}</Button>
      </form>
      {!q ? null : !value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : found.length === 0 ? (
        <p className="soft">{texts.listings.noneFound}</p>
      ) : (
        <ul className="found" role="list">
          {found.map((event) => (
            <li key={event.id}>
              <span>
                <strong className="break">{event.title}</strong>
                <span className="soft small">
                  {[event.occurrences[0] && formatMoment(event.occurrences[0].starts_at, locale), event.venue?.name, event.source.title].filter(Boolean).join(" · ")}
                </span>
              </span>
              {action(event)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
