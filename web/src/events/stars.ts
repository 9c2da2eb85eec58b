/** The visitor's own list: ids of events, kept in the browser. */
import { useSyncExternalStore } from "react";

const KEY = "stars";
export const MAX_STARS = 200;
const listeners = new Set<() => void>();
const NONE: readonly number[] = [];
let known: { text: string | null; ids: readonly number[] } = { text: null, ids: NONE };
/** If the browser stores nothing, the list lasts until the page is closed. */
let unstored: string | null = null;

/** The latest first. */
export function useStars(): readonly number[] {
  return useSyncExternalStore(subscribe, stars, () => NONE);
}

export function toggleStar(id: number): void {
  const ids = stars();
  store(ids.includes(id) ? ids.filter((other) => other !== id) : [id, ...ids]);
}

export function addStars(ids: readonly number[]): void {
  store([...new Set([...ids, ...stars()])]);
}

/** Ids in `?events=12,34`. */
export function idsIn(text: string | null): readonly number[] {
  const ids = (text ?? "").split(",").map(Number);
  return ids.filter((id) => Number.isSafeInteger(id) && id > 0).slice(0, MAX_STARS);
}

function stars(): readonly number[] {
  const text = read();
  if (text !== known.text) known = { text, ids: idsIn(text) };
  return known.ids;
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY) ?? unstored;
  } catch {
    return unstored;
  }
}

function store(ids: readonly number[]): void {
  const text = ids.slice(0, MAX_STARS).join(",");
  try {
    localStorage.setItem(KEY, text);
  } catch {
    unstored = text;
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}
