/** Says in which time zone the page's times are. */
import { useTown } from "@/layout/town";
import { usePage } from "@/language/page";
import { zoneSentence } from "@/time/format";

export function ZoneLine() {
  usePage(); // in the visitor's language
  const { zone } = useTown();
  return zone ? <p className="soft small">{zoneSentence(zone)}</p> : null;
}
