/** The texts of this page alone, so that the other pages of the back office don't load them. */
import { branding as en, type BrandingTexts } from "@/language/office/branding.en";
import { branding as es } from "@/language/office/branding.es";
import { useLanguage, type Language } from "@/language/languages";

const TEXTS: Readonly<Record<Language, BrandingTexts>> = { en, es };

export function useBrandingTexts(): BrandingTexts {
  return TEXTS[useLanguage()];
}
