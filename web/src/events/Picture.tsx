/** A source's picture on top of its category's own, which shows where an event has no picture, or it can't be
 * loaded. Its box has a fixed size, so nothing moves. */
import { useState } from "react";

import { classes } from "@/components/classes";
import { KindIcon, useKind } from "@/events/kinds";
import { webUrl } from "@/events/urls";

export function Picture({
  url,
  categories,
  className,
  first = false,
}: {
  url?: string | null;
  /** Names of the town's categories. */
  categories: readonly string[];
  className?: string;
  /** It is at the top of the page, so it loads at once. */
  first?: boolean;
}) {
  const [failed, setFailed] = useState(false);
  const kind = useKind(categories);
  const source = failed ? undefined : webUrl(url);
  return (
    <div className={classes("picture art", `kind--${kind}`, className)}>
      <KindIcon kind={kind} />
      {source && (
        <img
          src={source}
          alt=""
          loading={first ? "eager" : "lazy"}
          fetchPriority={first ? "high" : undefined}
          decoding="async"
          referrerPolicy="no-referrer"
          onError={() => setFailed(true)}
        />
      )}
    </div>
  );
}
