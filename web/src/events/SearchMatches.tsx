/** Venues and categories that match what the visitor searches for, above the events. */
import Link from "next/link";

import { api, unwrap } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { KindLinks, useKinds } from "@/events/kinds";
import { categoryName } from "@/language/categoryName";
import { venueAddress } from "@/events/paths";
import { usePage } from "@/language/page";

const MAX_VENUES = 5;
const SHORTEST = 2;

export function SearchMatches({ words }: { words: string }) {
  const texts = usePage();
  const kinds = useKinds().filter((kind) => beginsAWord(categoryName(kind.name, texts), words));
  const { value } = useRemote(
    words.length < SHORTEST ? null : words,
    (signal) => unwrap(api.GET("/api/venues", { signal, params: { query: { q: words, limit: MAX_VENUES } } })),
    "venues",
  );
  const venues = words.length < SHORTEST ? [] : (value?.venues ?? []);
  if (venues.length === 0 && kinds.length === 0) return null;
  return (
    <div className="matches">
      {kinds.length > 0 && (
        <p className="row">
          <span className="soft small">{texts.list.categories}</span>
          <KindLinks names={kinds.map(({ name }) => name)} />
        </p>
      )}
      {venues.length > 0 && (
        <p className="row">
          <span className="soft small">{texts.list.venues}</span>
          {venues.map((venue) => (
            <Link key={venue.id} className="matches__venue" {...venueAddress(venue.id, venue.name ?? venue.address)}>
              {venue.name ?? venue.address}
            </Link>
          ))}
        </p>
      )}
    </div>
  );
}

function beginsAWord(name: string, words: string): boolean {
  const typed = words.toLowerCase();
  return typed.length >= SHORTEST && name.toLowerCase().split(/\s+/).some((word) => word.startsWith(typed));
}
