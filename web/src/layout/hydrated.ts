/** Whether the first rendering, which repeats that of the build, is over. After it, a page shows what it knows at once. */
import { useEffect, useState } from "react";

let over = false;

export function useHydrated(): boolean {
  const [hydrated, setHydrated] = useState(over);
  useEffect(() => {
    over = true;
    setHydrated(true);
  }, []);
  return hydrated;
}
