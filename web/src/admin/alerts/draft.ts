/** What the form of a route holds, and what it sends. */
import type { Schemas } from "@/api/client";
import { currentLanguage } from "@/language/languages";

export type RouteDraft = {
  person: string;
  channel: Schemas["Channel"];
  /** Empty: as it was. */
  target: string;
  secret: string;
  removeSecret: boolean;
  /** Null: all. */
  sources: readonly number[] | null;
  severity: number;
  digest: boolean;
  quietFrom: string;
  quietUntil: string;
  language: string;
};

export function draftOf(route: Schemas["AlertRoute"] | undefined): RouteDraft {
  return {
    person: route?.person ?? "",
    channel: route?.channel ?? "email",
    target: "",
    secret: "",
    removeSecret: false,
    sources: route?.sources ?? null,
    severity: route?.severity ?? 1,
    digest: route?.digest ?? false,
    quietFrom: hour(route?.quiet_from),
    quietUntil: hour(route?.quiet_until),
    language: route?.language ?? currentLanguage(),
  };
}

/** Without the address and the key if they stay as they were. */
export function givenBy(draft: RouteDraft): Schemas["RouteChange"] & { person: string } {
  const target = draft.target.trim();
  return {
    person: draft.person.trim(),
    sources: draft.sources === null ? null : [...draft.sources],
    severity: draft.severity,
    digest: draft.digest,
    quiet_from: draft.quietFrom || null,
    quiet_until: draft.quietUntil || null,
    language: draft.language,
    ...(target ? { target } : {}),
    ...(draft.removeSecret ? { secret: null } : draft.secret ? { secret: draft.secret } : {}),
  };
}

/** `22:00:00` as `22:00`; empty for no hour. */
export function hour(given: string | null | undefined): string {
  return given?.slice(0, 5) ?? "";
}
