/** Tabs for upcoming events, a day, the weekend or the calendar. They are links, so each view can be shared. */
import Link from "next/link";

import { viewAddress, withFilters, type View } from "@/events/view";

export function Tabs({ view }: { view: View }) {
  const list: View = { ...view, calendar: false, month: undefined };
  const anyDay = { day: undefined, from: undefined, until: undefined };
  const tabs: { name: string; to: View; current: boolean }[] = [
    { name: "Upcoming", to: withFilters(list, anyDay), current: !view.calendar && !view.filters.day },
    ...[
      { name: "Today", day: "today" },
      { name: "Tomorrow", day: "tomorrow" },
      { name: "This weekend", day: "weekend" },
    ].map(({ name, day }) => ({
      name,
      to: withFilters(list, { day }),
      current: !view.calendar && view.filters.day === day,
    })),
    { name: "Calendar", to: withFilters({ ...list, calendar: true }, anyDay), current: view.calendar },
  ];
  return (
    <nav className="tabs" aria-label="Dates">
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
