/** The languages of the pages. A third one is a line here, and a file in each folder of texts. */
import { useSyncExternalStore } from "react";

export const LANGUAGES = { en: "English", es: "Español" } as const;
export type Language = keyof typeof LANGUAGES;

/** For dates and numbers: the town is in the United States. */
const LOCALES: Readonly<Record<Language, string>> = { en: "en-US", es: "es-US" };
const KEY = "language";
const listeners = new Set<() => void>();
let current: Language | undefined;

/** The visitor's choice, or the first of the browser's languages that there is. */
export function currentLanguage(): Language {
  current ??= stored() ?? navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "en";
  return current;
}

export function chooseLanguage(language: Language): void {
  current = language;
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Storage is blocked: the choice lasts until the page is closed.
  }
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
