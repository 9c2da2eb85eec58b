/** The public page's texts in the visitor's language. The server reads the same files (app/api/pages/language/). */
import { currentLanguage, useLanguage, type Language } from "@/language/languages";
import en from "@/language/page/en.json";
import es from "@/language/page/es.json";

type Names = Readonly<Record<string, string>>;
/** Names by what the API calls them. */
export type PageTexts = typeof en & { fields: Names; kinds: Names; status: { names: Names }; zones: Names };

const TEXTS: Readonly<Record<Language, PageTexts>> = { en, es };

/** For functions that aren't components. */
export function pageTexts(): PageTexts {
  return TEXTS[currentLanguage()];
}

/** The weekday on which weeks begin for readers of the language (ISO: 1 is Monday). */
export function weekBegins(): number {
  return Number(pageTexts().calendar.weekBegins);
}

export function usePage(): PageTexts {
  return TEXTS[useLanguage()];
}
