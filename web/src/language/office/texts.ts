/** Texts in the editor's language. English is part of each page that uses them; another language is loaded when an editor
 * wants it, and until then the texts are English. */
import { useEffect, useSyncExternalStore } from "react";

import { useLanguage, type Language } from "@/language/languages";

type Others<Texts> = Readonly<Record<Exclude<Language, "en">, () => Promise<Texts>>>;

/** A hook that gives the texts. */
export function textsIn<Texts>(english: Texts, others: Others<Texts>): () => Texts {
  const loaded = new Map<Language, Texts>([["en", english]]);
  const listeners = new Set<() => void>();

  async function load(language: Exclude<Language, "en">): Promise<void> {
    const texts = await others[language]();
    if (loaded.has(language)) return;
    loaded.set(language, texts);
    for (const listener of listeners) listener();
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return function useTexts() {
    const language = useLanguage();
    useEffect(() => {
      if (language !== "en" && !loaded.has(language)) void load(language);
    }, [language]);
    return useSyncExternalStore(
      subscribe,
      () => loaded.get(language) ?? english,
      () => english,
    );
  };
}
