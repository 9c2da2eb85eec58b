/** The recipe of a source is loaded for the few sources that have one. */
import dynamic from "next/dynamic";

export const SourceRecipe = dynamic(() => import("@/admin/recipes/SourceRecipe").then((loaded) => loaded.SourceRecipe));
