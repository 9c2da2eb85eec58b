/** Today's date. "" in the first rendering, which repeats that of the build. */
import { useHydrated } from "@/layout/hydrated";
import { todayIn } from "@/time/days";

/** `zone` is an IANA name; defaults to the visitor's time zone. */
export function useToday(zone?: string): string {
  return useHydrated() ? todayIn(zone) : "";
}
