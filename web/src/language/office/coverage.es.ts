/** Spanish texts about what the sources don't cover. */
import type { CoverageTexts } from "@/language/office/coverage";

export const coverage: CoverageTexts = {
  title: "Cobertura",
  about: "Lo que las fuentes de la ciudad aún no cubren.",
  csv: "CSV",
  venues: (count) => `Lugares sin fuente: ${count}`,
  venuesText: "Ninguna fuente activa tiene allí la mayoría de sus eventos ni lleva su nombre. Agregue el sitio del lugar como fuente.",
  allVenues: "Cada lugar tiene una fuente",
  venue: "Lugar",
  address: "Dirección",
  upcoming: "Próximos",
  known: "Conocido por",
  knownFrom: { gazetteer: "la lista de la ciudad", submission: "eventos de la gente", listing: "otras fuentes" },
  categories: "Categorías",
  listedBy: "Anunciado por",
  more: (count) => `Mostrar ${count} más`,
  sources: (count) => `Fuentes que nadie confirma: ${count}`,
  sourcesText: "Ninguna otra fuente anuncia sus próximos eventos. Si una se equivoca, ninguna otra lo muestra.",
  allSources: "Cada fuente está confirmada por otra",
  source: "Fuente",
  days: (weeks) => `Funciones de las próximas ${weeks} semanas, por día`,
  daysText: "Un hueco puede ser de la ciudad o de una fuente que falta.",
  category: "Categoría",
  weekdays: ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
  gap: "ninguna",
};
