/** The languages of the pages. A third one is a line here, and a file in each folder of texts. */
import { useEffect, useSyncExternalStore } from "react";

export const LANGUAGES = { en: "English", es: "Español" } as const;
export type Language = keyof typeof LANGUAGES;

/** For dates and numbers: the town is in the United States. */
const LOCALES: Readonly<Record<Language, string>> = { en: "en-US", es: "es-US" };
const KEY = "language";
const listeners = new Set<() => void>();
/** English until the page runs, because it was rendered in English at build time. */
let current: Language = "en";

export function currentLanguage(): Language {
  return current;
}

/** For dates and numbers in the current language. */
export function currentLocale(): string {
  return LOCALES[current];
}

/** Adopts the visitor's choice, or the first of the browser's languages that there is, once the page runs. Renders everything
 * again when the language changes, so that functions that aren't components may call `currentLanguage`. */
export function useVisitorsLanguage(): void {
  const language = useLanguage();
  useEffect(() => adopt(stored() ?? navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "en"), []);
  useEffect(() => {
    document.documentElement.lang = LOCALES[language];
  }, [language]);
}

export function chooseLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Storage is blocked: the choice lasts until the page is closed.
  }
  adopt(language);
}

function adopt(language: Language): void {
  current = language;
  for (const listener of listeners) listener();
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage, () => "en" as const);
}

export function useLocale(): string {
  return LOCALES[useLanguage()];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function stored(): Language | undefined {
  try {
    return [localStorage.getItem(KEY) ?? ""].find(isLanguage);
  } catch {
    return undefined;
  }
}

function isLanguage(text: string): text is Language {
  return text in LANGUAGES;
}
