/** Names of people as the API gives them. */

/** `account:ada` is Ada's account, `key:7` a key of the API. */
export function personName(by: string): string {
  return by.replace(/^account:/, "");
}
