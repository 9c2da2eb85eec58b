/** Spanish texts about the removal of a source. */
import type { RemovalTexts } from "@/language/office/removal";

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const removal: RemovalTexts = {
  title: (source) => `¿Retirar ${source}?`,
  leave: (count) => (count === 0 ? "Ningún evento próximo sale del calendario." : `${plural(count, "evento próximo sale", "eventos próximos salen")} del calendario.`),
  stay: (count) => `${plural(count, "evento próximo se queda", "eventos próximos se quedan")}, porque también los anuncian otras fuentes.`,
  deleted: (events, runs) => `Se borran ${plural(events, "evento pasado o retirado", "eventos pasados o retirados")} y ${plural(runs, "lectura", "lecturas")}.`,
  corrected: (count) => `Se borran las correcciones de personas de ${plural(count, "evento", "eventos")}.`,
  schedules: (names) => `Terminan estos horarios: ${names}.`,
  forGood: "No se puede deshacer. Para conservar los eventos, pause la fuente.",
  verb: "Retirar para siempre",
  removed: (source) => `${source} se ha retirado.`,
};
