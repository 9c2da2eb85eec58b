/** A word or two about a thing: its state, its price. The word carries the meaning, the colour repeats it. */
import type { ReactNode } from "react";

import { classes } from "@/components/classes";

export type Tone = "plain" | "accent" | "good" | "warn" | "bad";

export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={classes("badge", tone !== "plain" && `badge--${tone}`)}>{children}</span>;
}
