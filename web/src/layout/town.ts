/** What the server says of the town, on the `html` element (app/api/pages/frame.py). Nothing in the build. */
import { useHydrated } from "@/layout/hydrated";

export type Town = {
  /** "Sarasota"; undefined if the town has no name. */
  readonly name?: string;
  /** The calendar's IANA zone. */
  readonly zone?: string;
  /** Whether the public may send events. */
  readonly takesEvents: boolean;
  /** Whether people can sign up for the weekly letter. */
  readonly hasLetter: boolean;
};

const UNKNOWN: Town = { takesEvents: false, hasLetter: false };

export function currentTown(): Town {
  if (typeof document === "undefined") return UNKNOWN;
  const { town, zone, submissions, letter } = document.documentElement.dataset;
  return { name: town, zone, takesEvents: submissions !== undefined, hasLetter: letter !== undefined };
}

/** The first rendering is that of the build. */
export function useTown(): Town {
  return useHydrated() ? currentTown() : UNKNOWN;
}
