/** The present day where the events take place. Empty until the browser runs: the page was rendered on another day. */
import { useEffect, useState } from "react";

import { todayIn } from "@/time/days";

/** `zone`: IANA name; without one, the visitor's own. */
export function useToday(zone?: string): string {
  const [today, setToday] = useState("");
  useEffect(() => setToday(todayIn(zone)), [zone]);
  return today;
}
