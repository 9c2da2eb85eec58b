/** Light or dark: the visitor's choice, else the system's. The choice stays in this browser. */
const KEY = "theme";
export type Theme = "light" | "dark";

/** Runs in the head, before anything is painted, so that a dark page never flashes white. */
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
    return; // A browser that keeps nothing: the choice holds for this page.
  }
}
