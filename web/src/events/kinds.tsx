/** The town's categories as colors and icons: links, badges, and fallback pictures. */
import Link from "next/link";

import { api, unwrap, type Schemas } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import type { Address } from "@/events/paths";
import { isFront, viewAddress, withFilters, type View } from "@/events/view";
import { usePage } from "@/language/page";

const OTHER = "other";
/** Those with an icon of their own (public/kinds.svg, app/api/pages/content/parts.py). */
const KNOWN = new Set(
  ["music", "theater", "film", "art", "family", "library", "food", "outdoors", "sports", "classes", "community", "government", "festivals"],
);

export type Kind = Schemas["TownCategory"];

/** In the town's order; empty until they have loaded. */
export function useKinds(): readonly Kind[] {
  return useRemote("categories", (signal) => unwrap(api.GET("/api/categories", { signal })), "kinds").value?.town ?? [];
}

/** The slug of the first of these categories. */
export function useKind(names: readonly string[]): string {
  return useKinds().find(({ name }) => name === names[0])?.slug ?? OTHER;
}

/** `/music` */
function kindAddress(slug: string): Address {
  return { href: `/?category=${slug}`, as: `/${slug}` };
}

export function KindIcon({ kind }: { kind: string }) {
  return (
    <svg className="kind__icon" viewBox="0 0 24 24" aria-hidden="true">
      <use href={`/kinds.svg#${KNOWN.has(kind) ? kind : OTHER}`} />
    </svg>
  );
}

export function KindBadges({ names, most }: { names: readonly string[]; most: number }) {
  const kinds = useKinds();
  return (
    <>
      {names.slice(0, most).map((name) => {
        const slug = kinds.find((kind) => kind.name === name)?.slug ?? OTHER;
        return (
          <span key={name} className={`kind kind--${slug}`}>
            <KindIcon kind={slug} />
            {name}
          </span>
        );
      })}
    </>
  );
}

export function KindLinks({ names }: { names: readonly string[] }) {
  const kinds = useKinds();
  return (
    <>
      {kinds
        .filter(({ name }) => names.includes(name))
        .map(({ slug, name }) => (
          <Link key={slug} className={`kind kind--${slug}`} {...kindAddress(slug)}>
            <KindIcon kind={slug} />
            {name}
          </Link>
        ))}
    </>
  );
}

/** Links to all categories. The chosen one leads back to all events. */
export function KindsNav({ view }: { view: View }) {
  const texts = usePage();
  const kinds = useKinds();
  const chosen = view.filters.category;
  return (
    <nav className="kinds" aria-label={texts.front.kinds}>
      <ul className="kinds__list" role="list">
        {kinds
          .filter(({ slug }) => slug !== OTHER)
          .map(({ slug, name }) => {
            const current = chosen === slug || chosen === name;
            const address = isFront(view) ? kindAddress(slug) : viewAddress(withFilters(view, { category: current ? undefined : slug }));
            return (
              <li key={slug}>
                <Link
                  className={`kind kind--${slug}`}
                  {...address}
                  shallow
                  scroll={false}
                  aria-current={current ? "page" : undefined}
                >
                  <KindIcon kind={slug} />
                  {name}
                </Link>
              </li>
            );
          })}
      </ul>
    </nav>
  );
}
