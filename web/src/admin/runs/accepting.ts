/** The dialog that accepts a run is loaded when somebody opens it. */
import dynamic from "next/dynamic";

export const AcceptRunDialog = dynamic(() => import("@/admin/runs/AcceptRun").then((loaded) => loaded.AcceptRunDialog));
