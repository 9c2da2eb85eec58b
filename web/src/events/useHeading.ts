/** The front page's heading for what the visitor looks at, in the words that the server uses (app/api/pages/titles.py). */
import { useCategoryName } from "@/events/useCategoryName";
import type { Filters } from "@/events/view";
import { usePage } from "@/language/page";
import { formatDay } from "@/time/format";

export function useHeading({ q, day, category }: Filters): string {
  const { front } = usePage();
  const name = useCategoryName(category);
  if (q) return front.matching(q);
  const named = { today: front.today, tomorrow: front.tomorrow, weekend: front.weekend }[day ?? ""];
  const when = named ?? (day && front.on(formatDay(day, "")));
  if (!name) return when || front.title;
  return when ? `${name}: ${when.charAt(0).toLowerCase()}${when.slice(1)}` : name;
}
