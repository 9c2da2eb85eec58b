/** The texts of the pages about API keys and the audit log. */
import { audit, keys } from "@/language/office/keys.en";
import { textsIn } from "@/language/office/texts";

export type KeyTexts = typeof keys;
export type AuditTexts = typeof audit;

const spanish = () => import("@/language/office/keys.es");

export const useKeyTexts = textsIn<KeyTexts>(keys, { es: () => spanish().then((loaded) => loaded.keys) });
export const useAuditTexts = textsIn<AuditTexts>(audit, { es: () => spanish().then((loaded) => loaded.audit) });
