/** The texts of the dialog that removes a source. */
import { removal } from "@/language/office/removal.en";
import { textsIn } from "@/language/office/texts";

export type RemovalTexts = typeof removal;

export const useRemovalTexts = textsIn<RemovalTexts>(removal, { es: () => import("@/language/office/removal.es").then((loaded) => loaded.removal) });
