/** A link to the next month, for the last days of one, which have little left. */
import Link from "next/link";

import { calendarAddress, type View } from "@/events/view";
import { addDays, addMonths, monthOf } from "@/time/days";
import { formatMonth } from "@/time/format";
import { usePage } from "@/language/page";
import { say } from "@/language/say";

/** As in app/api/pages/content/month.py. */
const LAST_DAYS = 7;

/** Whether today is one of the month's last days. */
export function isEnding(month: string, today: string): boolean {
  return !!today && monthOf(today) === month && monthOf(addDays(today, LAST_DAYS)) !== month;
}

export function NextMonth({ view, today }: { view: View; today: string }) {
  const texts = usePage();
  const month = addMonths(monthOf(today), 1);
  return (
    <p className="more">
      <Link className="button" {...calendarAddress(view, { layout: "calendar", month })} shallow>
        {say(texts.calendar.following, { month: formatMonth(month) })}
      </Link>
    </p>
  );
}
