/** The back office's texts in the editor's language. English is part of each page; another language is loaded when an editor
 * wants it, and until then the texts are English. */
import { useEffect, useSyncExternalStore } from "react";

import { useLanguage, type Language } from "@/language/languages";
import { en, type OfficeTexts } from "@/language/office/en";

export type { OfficeTexts };

const OTHERS: Readonly<Record<Exclude<Language, "en">, () => Promise<OfficeTexts>>> = {
  es: () => import("@/language/office/es").then((loaded) => loaded.es),
};
const loaded = new Map<Language, OfficeTexts>([["en", en]]);
const listeners = new Set<() => void>();

export function useOffice(): OfficeTexts {
  const language = useLanguage();
  useEffect(() => {
    if (language !== "en" && !loaded.has(language)) void load(language);
  }, [language]);
  return useSyncExternalStore(
    subscribe,
    () => loaded.get(language) ?? en,
    () => en,
  );
}

async function load(language: Exclude<Language, "en">): Promise<void> {
  const texts = await OTHERS[language]();
  if (loaded.has(language)) return;
  loaded.set(language, texts);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
