/** A recipe as edited in the form, and its conversion to and from the API's shape. */
import type { Schemas } from "@/api/client";

type Recipe = Schemas["Recipe"];
export type RecipeField = (typeof FIELDS)[number];
export type RecipeDraft = Record<RecipeField, string> & { reads: "html" | "json" };

export const FIELDS = [
  "card",
  "title",
  "date",
  "heading",
  "time",
  "ends",
  "place",
  "price",
  "link",
  "image",
  "description",
  "uid",
  "next_page",
  "page_parameter",
  "detail_time",
  "detail_place",
  "detail_price",
  "detail_description",
  "ignore",
] as const;

export function draftOfRecipe(recipe: Partial<Recipe> | null): RecipeDraft {
  const texts = FIELDS.map((name) => [name, textOf(recipe?.[name])]);
  return { ...Object.fromEntries(texts), reads: recipe?.reads ?? "html" } as RecipeDraft;
}

/** `usual` is left out: a test fills it in. */
export function recipeOf(draft: RecipeDraft): Recipe {
  const texts = FIELDS.filter((name) => name !== "ignore" && draft[name].trim()).map((name) => [name, draft[name].trim()] as const);
  const ignore = draft.ignore.trim();
  return { card: "", title: "", ...Object.fromEntries(texts), reads: draft.reads, ...(ignore && { ignore: [ignore] }) };
}

/** The fields that are set, in order, as text. */
export function entriesOf(recipe: Readonly<Record<string, unknown>>): [string, string][] {
  const names = [...FIELDS, "usual"];
  return names.map((name): [string, string] => [name, textOf(recipe[name])]).filter(([, value]) => value !== "");
}

export function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : typeof value === "string" ? value : "";
}
