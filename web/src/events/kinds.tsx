/** The town's categories as colors and icons: links, badges, and fallback pictures. */
import Link from "next/link";
import { useSyncExternalStore } from "react";

import { api, type Schemas } from "@/api/client";
import type { Address } from "@/events/paths";
import { isFront, viewAddress, withFilters, type View } from "@/events/view";
import { categoryName } from "@/language/categoryName";
import { usePage } from "@/language/page";
import { useCounts } from "@/events/useCounts";
import { say } from "@/language/say";

const OTHER = "other";
/** Those with an icon of their own (public/kinds.svg, app/api/pages/content/parts.py). */
const KNOWN = new Set(
  ["music", "theater", "film", "art", "family", "library", "food", "outdoors", "sports", "classes", "community", "government", "festivals"],
);

export type Kind = Schemas["TownCategory"];

const NONE: readonly Kind[] = [];
let loaded: readonly Kind[] = NONE;
let loading = false;
const listeners = new Set<() => void>();

/** In the town's order; empty until they have loaded. Every row asks for them, so they are loaded once for all. */
export function useKinds(): readonly Kind[] {
  return useSyncExternalStore(subscribe, () => loaded, () => NONE);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (loaded === NONE && !loading) void load();
  return () => listeners.delete(listener);
}

/** If it fails, the next one that asks tries again; until then, names have no color. */
async function load(): Promise<void> {
  loading = true;
  const { data } = await api.GET("/api/categories").catch(() => ({ data: undefined }));
  loading = false;
  if (!data) return;
  loaded = data.town;
  for (const listener of listeners) listener();
}

/** The slug of the first of these categories. */
export function useKind(names: readonly string[]): string {
  return useKinds().find(({ name }) => name === names[0])?.slug ?? OTHER;
}

/** `/music`; `/?category=Theater+and+dance` until the slug of a name is known. */
function kindAddress(slug: string): Address {
  const href = `/?${new URLSearchParams({ category: slug })}`;
  return { href, as: /^[a-z][a-z0-9-]*$/.test(slug) ? `/${slug}` : href };
}

export function KindIcon({ kind }: { kind: string }) {
  return (
    <svg className="kind__icon" viewBox="0 0 24 24" aria-hidden="true">
      <use href={`/kinds.svg#${KNOWN.has(kind) ? kind : OTHER}`} />
    </svg>
  );
}

export function KindBadges({ names, most }: { names: readonly string[]; most: number }) {
  const texts = usePage();
  const kinds = useKinds();
  return (
    <>
      {names.slice(0, most).map((name) => {
        const slug = kinds.find((kind) => kind.name === name)?.slug ?? OTHER;
        return (
          <span key={name} className={`kind kind--${slug}`}>
            <KindIcon kind={slug} />
            {categoryName(name, texts)}
          </span>
        );
      })}
    </>
  );
}

export function KindLinks({ names }: { names: readonly string[] }) {
  const texts = usePage();
  const kinds = useKinds();
  return (
    <>
      {names.map((name) => {
        const slug = kinds.find((kind) => kind.name === name)?.slug;
        return (
          <Link key={name} className={`kind kind--${slug ?? OTHER}`} {...kindAddress(slug ?? name)}>
            <KindIcon kind={slug ?? OTHER} />
            {categoryName(name, texts)}
          </Link>
        );
      })}
    </>
  );
}

/** How many events a choice would leave; nothing until it is known. */
export function Count({ events }: { events: number | undefined }) {
  const texts = usePage();
  if (events === undefined) return null;
  return (
    <span className="count">
      {" "}
      {events}
      <span className="visually-hidden"> {say(texts.calendar.unit, { count: events })}</span>
    </span>
  );
}

/** Links to all categories, each with its number of events. The chosen one leads back to all events; one that would leave none isn’t a link. */
export function KindsNav({ view, today }: { view: View; today: string }) {
  const texts = usePage();
  const kinds = useKinds();
  const counts = useCounts(view, today);
  const chosen = view.filters.category;
  return (
    <nav className="kinds" aria-label={texts.front.kinds}>
      <ul className="kinds__list" role="list">
        {kinds
          .filter(({ slug }) => slug !== OTHER)
          .map(({ slug, name }) => {
            const current = chosen === slug || chosen === name;
            const events = counts?.categories.find((one) => one.slug === slug)?.events;
            const address = isFront(view) ? kindAddress(slug) : viewAddress(withFilters(view, { category: current ? undefined : slug }));
            const shown = (
              <>
                <KindIcon kind={slug} />
                {categoryName(name, texts)}
                <Count events={events} />
              </>
            );
            return (
              <li key={slug}>
                {events === 0 && !current ? (
                  <span className="kind kind--none">{shown}</span>
                ) : (
                  <Link className={`kind kind--${slug}`} {...address} shallow scroll={false} aria-current={current ? "page" : undefined}>
                    {shown}
                  </Link>
                )}
              </li>
            );
          })}
      </ul>
    </nav>
  );
}
