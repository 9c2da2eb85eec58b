/** The texts of the page about coverage. */
import { coverage } from "@/language/office/coverage.en";
import { textsIn } from "@/language/office/texts";

export type CoverageTexts = typeof coverage;

export const useCoverageTexts = textsIn<CoverageTexts>(coverage, { es: () => import("@/language/office/coverage.es").then((loaded) => loaded.coverage) });
