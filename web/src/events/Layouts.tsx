/** Links to the list, the week, and the map of the same events, and to a list for paper, which the server writes. The month is among the tabs. */
import Link from "next/link";

import { isDay } from "@/time/days";
import { viewAddress, withFilters, type View } from "@/events/view";
import { usePage } from "@/language/page";

export function Layouts({ view }: { view: View }) {
  const { layouts } = usePage();
  const { day } = view.filters;
  const links: { name: string; to: View; current: boolean }[] = [
    { name: layouts.list, to: { ...view, layout: "" }, current: !view.layout },
    {
      name: layouts.week,
      to: { ...withFilters(view, { day: undefined }), layout: "week", ...(isDay(day) ? { week: day } : {}) },
      current: view.layout === "week",
    },
    { name: layouts.map, to: { ...view, layout: "map" }, current: view.layout === "map" },
  ];
  return (
    <nav className="layouts" aria-label={layouts.label}>
      {links.map(({ name, to, current }) => (
        <Link key={name} className="layouts__link" {...viewAddress(to)} shallow scroll={false} aria-current={current ? "page" : undefined}>
          {name}
        </Link>
      ))}
      <a className="layouts__link" href={viewAddress({ ...view, layout: "print" }).as}>
        {layouts.print}
      </a>
    </nav>
  );
}
