/** The texts of the pages about sources. */
import { sources, type SourceTexts } from "@/language/office/sources.en";
import { textsIn } from "@/language/office/texts";

export type { SourceTexts };

export const useSourceTexts = textsIn<SourceTexts>(sources, { es: () => import("@/language/office/sources.es").then((loaded) => loaded.sources) });
