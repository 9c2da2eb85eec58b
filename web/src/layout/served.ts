/**
 * The server writes each page's content as plain HTML in front of the app, for search engines and for browsers without
 * JavaScript (app/api/pages/frame.py). The app stays hidden until it can show the same.
 */
import { useEffect } from "react";

/** Replaces the server's content by the app, and keeps the focus on the same link. Does nothing the second time. */
export function showApp(): void {
  const served = document.getElementById("served");
  const app = document.getElementById("__next");
  if (!served || !app) return;
  const focused = served.contains(document.activeElement) ? document.activeElement : null;
  app.removeAttribute("hidden");
  served.remove();
  const link = focused?.classList.contains("skip") ? ".skip" : `a[href="${CSS.escape(focused?.getAttribute("href") ?? "")}"]`;
  if (focused) app.querySelector<HTMLElement>(link)?.focus();
}

/** Shows the app once `ready`: it has its data, or knows why it has none. */
export function useShowApp(ready: boolean): void {
  useEffect(() => {
    if (ready) showApp();
  }, [ready]);
}
