/** The texts of the pages about venues. */
import { textsIn } from "@/language/office/texts";
import { venues, type VenueTexts } from "@/language/office/venues.en";

export const useVenueTexts = textsIn<VenueTexts>(venues, { es: () => import("@/language/office/venues.es").then((loaded) => loaded.venues) });
