/** Brings what was refused into view: the first refused field, or else the message. */
import { useEffect, useRef, type RefObject } from "react";

import type { ApiProblem } from "@/api/client";

export function useShowProblem(problem: ApiProblem | undefined): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!problem) return;
    const field = form.current?.querySelector<HTMLElement>("[aria-invalid]");
    if (field) field.focus();
    else form.current?.querySelector("[role=alert]")?.scrollIntoView({ block: "center" });
  }, [problem]);
  return form;
}
