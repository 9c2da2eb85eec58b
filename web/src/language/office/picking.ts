/** The texts about correcting a recipe by clicking, loaded with that view and not with every page of the back office. */
import { useLanguage, type Language } from "@/language/languages";
import { picking as en, type PickingTexts } from "@/language/office/picking.en";
import { picking as es } from "@/language/office/picking.es";

const TEXTS: Readonly<Record<Language, PickingTexts>> = { en, es };

export function usePickingTexts(): PickingTexts {
  return TEXTS[useLanguage()];
}
