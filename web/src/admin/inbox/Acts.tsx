/** What an editor can do with an entry of the inbox: buttons with the digits that press them. */
import Link from "next/link";
import type { ReactNode } from "react";

import { Button } from "@/components/Button";

export type Act = {
  name: string;
  onAct: () => void;
  primary?: boolean;
};

export function Acts({ acts, busy, open, children }: { acts: readonly Act[]; busy: boolean; open?: { href: string; name: string }; children?: ReactNode }) {
  return (
    <div className="row acts">
      {acts.map((act, index) => (
        <Button key={act.name} data-act look={act.primary ? "primary" : "plain"} disabled={busy} onClick={act.onAct}>
          <kbd aria-hidden="true">{index + 1}</kbd>
          {act.name}
        </Button>
      ))}
      {children}
      {open && (
        <Link className="button button--quiet" data-open href={open.href}>
          {open.name}
        </Link>
      )}
    </div>
  );
}
