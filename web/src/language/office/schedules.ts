/** The texts of the pages about schedules. */
import { schedules, type ScheduleTexts } from "@/language/office/schedules.en";
import { textsIn } from "@/language/office/texts";

export type { ScheduleTexts };

export const useScheduleTexts = textsIn<ScheduleTexts>(schedules, { es: () => import("@/language/office/schedules.es").then((loaded) => loaded.schedules) });
