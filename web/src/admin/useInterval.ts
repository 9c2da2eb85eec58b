/** Calls a function at a fixed interval while the tab is visible. */
import { useEffect, useRef } from "react";

/** `milliseconds` null stops the calls. */
export function useInterval(milliseconds: number | null, callback: () => void): void {
  const latest = useRef(callback);
  latest.current = callback;
  useEffect(() => {
    if (milliseconds === null) return;
    const timer = setInterval(() => {
      if (!document.hidden) latest.current();
    }, milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
}
