/** The languages of the pages. A third one is a line here, and a file in each folder of texts. */
import { useEffect, useSyncExternalStore } from "react";

export const LANGUAGES = { en: "English", es: "Español" } as const;
export type Language = keyof typeof LANGUAGES;

/** Of the pages, and for the dates and numbers of visitors who don't say: the town is in the United States. */
const LOCALES: Readonly<Record<Language, string>> = { en: "en-US", es: "es-US" };
/** The server reads this cookie, too (app/api/pages/language/choice.py). */
const COOKIE = "lang";
const A_YEAR_S = 31_536_000;
const listeners = new Set<() => void>();
/** English until the page runs, because it was rendered in English at build time. */
let current: Language = "en";
let locale: string = LOCALES.en;

export function currentLanguage(): Language {
  return current;
}

/** For dates and numbers: the current language as in the visitor's region. */
export function currentLocale(): string {
  return locale;
}

/** Adopts the visitor's choice, or the first of the browser's languages that there is, or the server's, once the page runs.
 * Renders everything again when the language changes, so that functions that aren't components may call `currentLanguage`. */
export function useVisitorsLanguage(): void {
  const language = useLanguage();
  useEffect(() => adopt(asked() ?? stored() ?? navigator.languages.map(languageOf).find(isLanguage) ?? served()), []);
  useEffect(() => {
    document.documentElement.lang = LOCALES[language];
  }, [language]);
}

export function chooseLanguage(language: Language): void {
  document.cookie = `${COOKIE}=${language}; path=/; max-age=${A_YEAR_S}; samesite=lax`;
  adopt(language);
}

function adopt(language: Language): void {
  current = language;
  locale = navigator.languages.find((tag) => languageOf(tag) === language && tag.length > 2) ?? LOCALES[language];
  for (const listener of listeners) listener();
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage, () => "en" as const);
}

export function useLocale(): string {
  useLanguage();
  return locale;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `?lang=es`: a link to the page in Spanish. It becomes the visitor's choice. */
function asked(): Language | undefined {
  const language = new URLSearchParams(location.search).get(COOKIE) ?? "";
  if (!isLanguage(language)) return undefined;
  chooseLanguage(language);
  return language;
}

function stored(): Language | undefined {
  return [new RegExp(`(?:^|; )${COOKIE}=(\\w+)`).exec(document.cookie)?.[1] ?? ""].find(isLanguage);
}

function served(): Language {
  return [languageOf(document.documentElement.lang)].find(isLanguage) ?? "en";
}

function languageOf(tag: string): string {
  return tag.slice(0, 2).toLowerCase();
}

function isLanguage(text: string): text is Language {
  return text in LANGUAGES;
}
