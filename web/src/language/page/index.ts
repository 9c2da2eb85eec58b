/** The public page's texts in the visitor's language. */
import { useLanguage } from "@/language/languages";
import { en, type PageTexts } from "@/language/page/en";
import { es } from "@/language/page/es";

const TEXTS: Readonly<Record<ReturnType<typeof useLanguage>, PageTexts>> = { en, es };

export type { PageTexts };

export function usePage(): PageTexts {
  return TEXTS[useLanguage()];
}
