/** Something again and again, while somebody looks at it. */
import { useEffect, useRef } from "react";

/** `milliseconds` null: not now. A tab in the background rests. */
export function useEvery(milliseconds: number | null, work: () => void): void {
  const newest = useRef(work);
  newest.current = work;
  useEffect(() => {
    if (milliseconds === null) return;
    const timer = setInterval(() => {
      if (!document.hidden) newest.current();
    }, milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
}
