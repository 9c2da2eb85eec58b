/** The front page's heading for what the visitor looks at, in the words that the server uses (app/api/pages/titles.py). */
import { useCategoryName } from "@/events/useCategoryName";
import type { Filters } from "@/events/view";
import { usePage } from "@/language/page";
import { useTown } from "@/layout/town";
import { formatDay } from "@/time/format";
import { say } from "@/language/say";

export function useHeading({ q, day, category }: Filters): string {
  const { front } = usePage();
  const town = useTown();
  const name = useCategoryName(category);
  if (q) return say(front.matching, { words: q });
  const named = { today: front.today, tomorrow: front.tomorrow, weekend: front.weekend, week: front.week, "next-week": front["next-week"] }[day ?? ""];
  const when = named ?? (day && say(front.on, { day: formatDay(day, "") }));
  if (!name) return when || (town.name ? say(front.town, { town: town.name }) : front.title);
  return when ? `${name}: ${when.charAt(0).toLowerCase()}${when.slice(1)}` : name;
}
