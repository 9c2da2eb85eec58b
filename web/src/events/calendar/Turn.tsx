/** The heading of a month or a week, between links to the one before and the one after. */
import Link from "next/link";

import { Icon } from "@/components/Icon";
import { calendarAddress, type View } from "@/events/view";

type Target = { readonly name: string; readonly short: string; readonly to: Partial<View> };

export function Turn({ id, name, view, earlier, later }: { id: string; name: string; view: View; earlier: Target; later: Target }) {
  return (
    <div className="months">
      <TurnLink view={view} target={earlier} icon="previous" />
      <h2 id={id} aria-live="polite">
        {name}
      </h2>
      <TurnLink view={view} target={later} icon="next" />
    </div>
  );
}

function TurnLink({ view, target, icon }: { view: View; target: Target; icon: "previous" | "next" }) {
  return (
    <Link className="button" {...calendarAddress(view, target.to)} shallow scroll={false}>
      {icon === "previous" && <Icon name={icon} />}
      <span aria-hidden="true">{target.short}</span>
      <span className="visually-hidden">{target.name}</span>
      {icon === "next" && <Icon name={icon} />}
    </Link>
  );
}
