/** The names that two places can have as one, the fuller place's first: one if both have the same. */
import type { Schemas } from "@/api/client";
import type { OfficeTexts } from "@/language/office";

export function namesOf(pair: Schemas["PlaceSuggestion"], texts: OfficeTexts["places"]): { keep: number; label: string }[] {
  const both = [
    { keep: pair.place_id, name: pair.place ?? pair.place_address },
    { keep: pair.other_place_id, name: pair.other_place ?? pair.other_address },
  ];
  if (pair.fuller_id === pair.other_place_id) both.reverse();
  if (both[0]!.name === both[1]!.name) return [{ keep: both[0]!.keep, label: texts.one }];
  return both.map(({ keep, name }) => ({ keep, label: name ? texts.oneNamed(name) : texts.one }));
}
