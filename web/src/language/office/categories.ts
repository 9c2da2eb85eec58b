/** The texts of the page about categories. */
import { categories, type CategoryTexts } from "@/language/office/categories.en";
import { textsIn } from "@/language/office/texts";

export const useCategoryTexts = textsIn<CategoryTexts>(categories, { es: () => import("@/language/office/categories.es").then((loaded) => loaded.categories) });
