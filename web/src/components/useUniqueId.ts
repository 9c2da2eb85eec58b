/** An id for an element. Preact's own `useId` counts from the start again when Next.js renders the whole page again, so two elements could
 * have the same. */
import { useState } from "react";

let count = 0;

export function useUniqueId(): string {
  const [id] = useState(() => `u${++count}`);
  return id;
}
