/** Light or dark mode: the visitor's choice, stored in the browser, or else the system's setting. */
const KEY = "theme";
export type Theme = "light" | "dark";

/** Runs in the head before the first paint, so that a dark page doesn't flash white. */
export const CHOOSE_BEFORE_PAINT = `(function(){var t=null;try{t=localStorage.getItem("${KEY}")}catch(e){}
if(t!=="light"&&t!=="dark")t=matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light";
document.documentElement.dataset.theme=t})()`;

export function currentTheme(): Theme {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    return; // Storage is blocked: the choice lasts until the page is closed.
  }
}
