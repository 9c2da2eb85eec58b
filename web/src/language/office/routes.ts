/** The texts of the page about alerts. */
import { routes } from "@/language/office/routes.en";
import { textsIn } from "@/language/office/texts";

export type RouteTexts = typeof routes;

export const useRouteTexts = textsIn<RouteTexts>(routes, { es: () => import("@/language/office/routes.es").then((loaded) => loaded.routes) });
