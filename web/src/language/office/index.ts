/** The texts that all pages of the back office share. */
import { en, type OfficeTexts } from "@/language/office/en";
import { textsIn } from "@/language/office/texts";

export type { OfficeTexts };

export const useOffice = textsIn<OfficeTexts>(en, { es: () => import("@/language/office/es").then((loaded) => loaded.es) });
