/** Today's date. "" until the page runs in the browser, because it was rendered at build time. */
import { useEffect, useState } from "react";

import { todayIn } from "@/time/days";

/** `zone` is an IANA name; defaults to the visitor's time zone. */
export function useToday(zone?: string): string {
  const [today, setToday] = useState("");
  useEffect(() => setToday(todayIn(zone)), [zone]);
  return today;
}
