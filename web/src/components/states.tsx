/** Placeholders: nothing found, failed to load, still loading. */
import type { ReactNode } from "react";

import { Button } from "@/components/Button";
import { classes } from "@/components/classes";

export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="state">
      <h2>{title}</h2>
      {children && <div className="state__text">{children}</div>}
      {action}
    </div>
  );
}

export function ErrorState({ title, detail, onRetry, retry = "Try again" }: { title: string; detail?: string; onRetry?: () => void; retry?: string }) {
  return (
    <div className="state state--error" role="alert">
      <h2>{title}</h2>
      {detail && <p className="state__text">{detail}</p>}
      {onRetry && <Button onClick={onRetry}>{retry}</Button>}
    </div>
  );
}

/** `className` sets the size of the content it stands in for. */
export function Skeleton({ className }: { className?: string }) {
  return <div className={classes("skeleton", className)} aria-hidden="true" />;
}
