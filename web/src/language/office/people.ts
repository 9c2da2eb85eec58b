/** The texts of the pages about people and the own account. */
import { people } from "@/language/office/people.en";
import { textsIn } from "@/language/office/texts";

export type PeopleTexts = typeof people;

export const usePeopleTexts = textsIn<PeopleTexts>(people, { es: () => import("@/language/office/people.es").then((loaded) => loaded.people) });
