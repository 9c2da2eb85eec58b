/**
 * The server writes each page's content as plain HTML in front of the app, for search engines and for browsers without
 * JavaScript (app/api/pages/frame.py). The app stays hidden until it can show the same.
 */
import { useEffect } from "react";

/**
 * Replaces the server's content by the app, and keeps the focus where it was. Waits while the visitor fills in the server's
 * form. Does nothing the second time, or where the server explains why there is nothing to show.
 */
export function showApp(): void {
  const served = document.getElementById("served");
  const app = document.getElementById("__next");
  if (!served || !app || served.dataset.final !== undefined) return;
  const focused = served.contains(document.activeElement) ? document.activeElement : null;
  if (focused?.matches("input, select")) {
    // Once the focus has arrived at the next element: during "blur" it is nowhere, and would be lost.
    focused.addEventListener("blur", () => setTimeout(showApp), { once: true });
    return;
  }
  app.removeAttribute("hidden");
  served.remove();
  if (focused) (app.querySelector<HTMLElement>(sameIn(focused)) ?? app.querySelector<HTMLElement>("main"))?.focus();
}

/** The app's selector for what an element of the server's content is there. */
function sameIn(focused: Element): string {
  if (focused.classList.contains("skip")) return ".skip";
  return focused.tagName === "MAIN" ? "main" : `a[href="${CSS.escape(focused.getAttribute("href") ?? "")}"]`;
}

/** Takes away what the server's head says of the page that it sent, because the visitor is at another one now. */
export function leaveServed(): void {
  showApp();
  document.head.querySelectorAll("[data-served]").forEach((tag) => tag.remove());
}

/** Shows the app once `ready`: it has its data, or knows why it has none. */
export function useShowApp(ready: boolean): void {
  useEffect(() => {
    if (ready) showApp();
  }, [ready]);
}
