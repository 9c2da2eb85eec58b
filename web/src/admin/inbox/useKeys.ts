/** Keys of a list: j and k select, digits press the selected entry's buttons, Enter opens it. Work only inside the list, so
 * that they never get in the way of a screen reader's or the browser's own keys. */
import type { KeyboardEvent, RefObject } from "react";

export function useListKeys(list: RefObject<HTMLElement | null>, onHelp: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, select, textarea, dialog")) return;
    const entries = [...(list.current?.querySelectorAll<HTMLElement>("[data-entry]") ?? [])];
    const at = entries.findIndex((entry) => entry.contains(target));
    const digit = Number(event.key);
    if (event.key === "j" || event.key === "k") entries[at + (event.key === "j" ? 1 : -1)]?.focus();
    else if (event.key === "?") onHelp();
    else if (event.key === "Enter" && target === entries[at]) entries[at]?.querySelector<HTMLElement>("[data-open]")?.click();
    else if (digit >= 1) entries[at]?.querySelectorAll<HTMLElement>("[data-act]")[digit - 1]?.click();
    else return;
    event.preventDefault();
  };
}
