/** The texts of the pages about finding out how a site publishes, and about recipes. */
import { discovery, type DiscoveryTexts } from "@/language/office/discovery.en";
import { textsIn } from "@/language/office/texts";

export type { DiscoveryTexts };

export const useDiscoveryTexts = textsIn<DiscoveryTexts>(discovery, { es: () => import("@/language/office/discovery.es").then((loaded) => loaded.discovery) });
