/**
 * Readable addresses, as the server writes them (app/api/pages/addresses.py). A link needs both: `href` is the page that the
 * router loads, `as` is the address that the visitor sees.
 */
export type Address = { readonly href: string; readonly as: string };

const LONGEST_SLUG = 60;

/** `/events/lighthouse-keepers-waltz-1234`. If a word differs from the server's, the server redirects. */
export function eventAddress(id: number, title: string): Address {
  return { href: `/events/?id=${id}`, as: `/events/${named(id, title)}` };
}

export function venueAddress(id: number, name: string | null | undefined): Address {
  return { href: `/venues/?id=${id}`, as: `/venues/${named(id, name ?? "")}` };
}

/** The id in `/events/…-1234` or, as older links have it, in `/events/?id=1234`. Undefined without one. */
export function idIn(path: string): number | undefined {
  const { pathname, searchParams } = new URL(path, "http://page");
  const found = /^\/\w+\/(?:.*-)?([1-9]\d*)$/.exec(pathname)?.[1] ?? searchParams.get("id");
  const id = Number(found);
  return found && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

function named(id: number, words: string): string {
  const slug = slugOf(words);
  return slug ? `${slug}-${id}` : String(id);
}

function slugOf(words: string): string {
  const plain = words.toLowerCase().replace(/['’]/g, "").normalize("NFKD").replace(/\p{M}/gu, "");
  const parts: string[] = plain.match(/[a-z0-9]+/g) ?? [];
  while (parts.join("-").length > LONGEST_SLUG && parts.length > 1) parts.pop();
  return parts.join("-").slice(0, LONGEST_SLUG);
}
