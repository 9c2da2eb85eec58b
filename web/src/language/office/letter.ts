/** The texts of the page about the letter. */
import { letter } from "@/language/office/letter.en";
import { textsIn } from "@/language/office/texts";

export type LetterTexts = typeof letter;

export const useLetterTexts = textsIn<LetterTexts>(letter, { es: () => import("@/language/office/letter.es").then((loaded) => loaded.letter) });
