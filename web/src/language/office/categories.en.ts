/** English texts about the town's categories and their rules. Other languages have the same names. */
const events = (count: number) => (count === 1 ? "1 event" : `${count} events`);

export const categories = {
  title: "Categories",
  about: "The town’s categories, and the rules that map sources’ words to them.",
  town: "The town’s categories",
  added: (count: number) => `Rule added. It matches ${events(count)}.`,
  removed: (count: number) => `Rule removed. It matched ${events(count)}.`,
  newRule: "New rule",
  lookIn: "Look in",
  kinds: { word: "Source’s category", title: "Title", source: "Source" },
  words: "Words",
  category: "Category",
  add: "Add rule",
  ignore: "Ignore",
  ignored: "ignored",
  choose: "Choose…",
  noWords: "Every word has a rule",
  noWordsText: "New words of sources appear here.",
  word: "Word",
  events: "Events",
  sources: "Sources",
  mapTo: "Map to",
  map: (word: string) => `Map ${word}`,
  unmapped: "Words without a rule, the most frequent first",
  rules: "Rules",
  findRules: "Find rules by their words",
  showAll: (count: number) => `Show all ${count} rules`,
  in: "In",
  by: "By",
  actions: "Actions",
  remove: "Remove",
};

export type CategoryTexts = typeof categories;
