/** The back office's texts in the editor's language. */
import { useLanguage, type Language } from "@/language/languages";
import { en, type OfficeTexts } from "@/language/office/en";
import { es } from "@/language/office/es";

const TEXTS: Readonly<Record<Language, OfficeTexts>> = { en, es };

export type { OfficeTexts };

export function useOffice(): OfficeTexts {
  return TEXTS[useLanguage()];
}
