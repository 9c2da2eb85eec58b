/** The texts of the pages about runs. */
import { runs, type RunTexts } from "@/language/office/runs.en";
import { textsIn } from "@/language/office/texts";

export type { RunTexts };

export const useRunTexts = textsIn<RunTexts>(runs, { es: () => import("@/language/office/runs.es").then((loaded) => loaded.runs) });
