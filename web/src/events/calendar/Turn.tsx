/** The heading of a month or a week, between links to the one before and the one after. */
import Link from "next/link";

import { Icon } from "@/components/Icon";
import { viewAddress, withFilters, type View } from "@/events/view";

type Target = { readonly name: string; readonly to: Partial<View> };

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
  const to = { ...withFilters(view, { day: undefined, from: undefined, until: undefined }), ...target.to };
  return (
    <Link className="button button--icon" {...viewAddress(to)} shallow scroll={false}>
      <Icon name={icon} />
      <span className="visually-hidden">{target.name}</span>
    </Link>
  );
}
