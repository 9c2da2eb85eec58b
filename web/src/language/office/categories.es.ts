/** Spanish texts about the town's categories and their rules. */
import type { CategoryTexts } from "@/language/office/categories.en";

const events = (count: number) => (count === 1 ? "1 evento" : `${count} eventos`);

export const categories: CategoryTexts = {
  title: "Categorías",
  about: "Las categorías de la ciudad y las reglas que les asignan las palabras de las fuentes.",
  town: "Las categorías de la ciudad",
  added: (count) => `Regla agregada. Coincide con ${events(count)}.`,
  removed: (count) => `Regla quitada. Coincidía con ${events(count)}.`,
  newRule: "Regla nueva",
  lookIn: "Buscar en",
  kinds: { word: "Categoría de la fuente", title: "Título", source: "Fuente" },
  words: "Palabras",
  category: "Categoría",
  add: "Agregar regla",
  ignore: "Ignorar",
  ignored: "se ignora",
  choose: "Elegir…",
  noWords: "Cada palabra tiene una regla",
  noWordsText: "Aquí aparecen las palabras nuevas de las fuentes.",
  word: "Palabra",
  events: "Eventos",
  sources: "Fuentes",
  mapTo: "Asignar a",
  map: (word) => `Asignar ${word}`,
  unmapped: "Palabras sin regla, las más frecuentes primero",
  rules: "Reglas",
  findRules: "Buscar reglas por sus palabras",
  showAll: (count) => `Mostrar las ${count} reglas`,
  in: "En",
  by: "De",
  actions: "Acciones",
  remove: "Quitar",
};
