/** The name of a category in the page's language, unless the town has given the category a name of its own. */
import { usePage, type PageTexts } from "@/language/page";
import en from "@/language/page/en.json";

/** By the names that Marquee gives. */
const SLUGS: ReadonlyMap<string, string> = new Map(Object.entries(en.kinds).map(([slug, name]) => [name, slug]));

export function categoryName(name: string, texts: PageTexts): string {
  return texts.kinds[SLUGS.get(name) ?? ""] ?? name;
}

export function useNameOfCategory(): (name: string) => string {
  const texts = usePage();
  return (name) => categoryName(name, texts);
}
