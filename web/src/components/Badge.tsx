/** A short label such as a state or a price. The text carries the meaning; the color only repeats it. */
import type { ReactNode } from "react";

import { classes } from "@/components/classes";

export type Tone = "plain" | "accent" | "good" | "warn" | "bad";

export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={classes("badge", tone !== "plain" && `badge--${tone}`)}>{children}</span>;
}
