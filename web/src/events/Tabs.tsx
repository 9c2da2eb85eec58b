/** Tabs for upcoming events, a day, the weekend, a week, or the month. They are links, so each view can be shared. */
import Link from "next/link";

import { viewAddress, withFilters, type View } from "@/events/view";
import { usePage } from "@/language/page";

export function Tabs({ view }: { view: View }) {
  const texts = usePage();
  const list: View = { ...view, layout: "" };
  const anyDay = { day: undefined, from: undefined, until: undefined };
  const tabs: { name: string; to: View; current: boolean }[] = [
    { name: texts.tabs.upcoming, to: withFilters(list, anyDay), current: !view.layout && !view.filters.day },
    ...[
      { name: texts.when.today, day: "today" },
      { name: texts.when.tomorrow, day: "tomorrow" },
      { name: texts.tabs.weekend, day: "weekend" },
      { name: texts.tabs.week, day: "week" },
      { name: texts.tabs.nextWeek, day: "next-week" },
    ].map(({ name, day }) => ({
      name,
      to: withFilters(list, { day }),
      current: !view.layout && view.filters.day === day,
    })),
    { name: texts.tabs.calendar, to: withFilters({ ...list, layout: "calendar" }, anyDay), current: view.layout === "calendar" },
  ];
  return (
    <nav className="tabs" aria-label={texts.tabs.label}>
      <ul className="tabs__list" role="list">
        {tabs.map((tab) => (
          <li key={tab.name}>
            <Link
              className="tabs__tab"
              {...viewAddress(tab.to)}
              shallow
              scroll={false}
              aria-current={tab.current ? "page" : undefined}
            >
              {tab.name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
