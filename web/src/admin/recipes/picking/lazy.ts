/** Picking on the page, loaded when an editor opens it. */
import dynamic from "next/dynamic";

export const PickOnPage = dynamic(() => import("@/admin/recipes/picking/PickOnPage").then((loaded) => loaded.PickOnPage), { ssr: false });
