/** The forms of a source are loaded when somebody changes or enters one. */
import dynamic from "next/dynamic";

export const EditSource = dynamic(() => import("@/admin/sources/EditSource").then((loaded) => loaded.EditSource));
export const NewSource = dynamic(() => import("@/admin/sources/NewSource").then((loaded) => loaded.NewSource));
