/** The front page's heading for what the visitor looks at, in the words that the server uses (app/api/pages/titles.py). */
import { useCategoryName } from "@/events/useCategoryName";
import type { View } from "@/events/view";
import { usePage, weekBegins } from "@/language/page";
import { useTown } from "@/layout/town";
import { monthOf, weekBegin } from "@/time/days";
import { formatDate, formatDay, formatMonth } from "@/time/format";
import { say } from "@/language/say";

/** `today`: "" if it isn't known yet. */
export function useHeading({ filters: { q, day, category }, layout, ...view }: View, today: string): string {
  const { front } = usePage();
  const town = useTown();
  const name = useCategoryName(category);
  if (today && !day && layout === "calendar") return say(front.month, { month: formatMonth(view.month ?? monthOf(today)) });
  if (today && !day && layout === "week") return say(front.weekOf, { day: formatDate(weekBegin(view.week ?? today, weekBegins())) });
  if (q) return say(front.matching, { words: q });
  const named = { today: front.today, tomorrow: front.tomorrow, weekend: front.weekend, week: front.week, "next-week": front["next-week"] }[day ?? ""];
  const when = named ?? (day && say(front.on, { day: formatDay(day, "") }));
  if (!name) return when || (town.name ? say(front.town, { town: town.name }) : front.title);
  return when ? `${name}: ${when.charAt(0).toLowerCase()}${when.slice(1)}` : name;
}
