/** The public page's texts in the visitor's language. */
import { currentLanguage, useLanguage, type Language } from "@/language/languages";
import { en, type PageTexts } from "@/language/page/en";
import { es } from "@/language/page/es";

const TEXTS: Readonly<Record<Language, PageTexts>> = { en, es };

export type { PageTexts };

/** For functions that aren't components. */
export function pageTexts(): PageTexts {
  return TEXTS[currentLanguage()];
}

export function usePage(): PageTexts {
  return TEXTS[useLanguage()];
}
