/** The dialog that removes a source is loaded when somebody opens it. */
import dynamic from "next/dynamic";

export const RemoveSource = dynamic(() => import("@/admin/sources/RemoveSource").then((loaded) => loaded.RemoveSource));
