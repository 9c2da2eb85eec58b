/** Names of people as the API gives them. */
import type { OfficeTexts } from "@/language/office";

/** `account:ada` is Ada's account, `key:7 (export)` a key of the API, `command line` somebody at the computer. */
export function personName(by: string, { story }: OfficeTexts): string {
  return story.people[by] ?? by.replace(/^account:/, "");
}
