/** Follows a task or run through the API's server-sent events. */
import { useEffect, useRef, useState } from "react";

import { useInterval } from "@/admin/useInterval";

const FALLBACK_POLL_MS = 3000;

/**
 * Returns the latest message named `name` from `url`; a null `url` follows nothing. Calls `onEnd` once, when the stream
 * ends. If the stream is refused (too many followers, or a proxy buffers it), calls `onPoll` every few seconds instead.
 */
export function useStream<T>(url: string | null, name: string, onEnd: () => void, onPoll: () => void): T | undefined {
  const [latest, setLatest] = useState<T>();
  const [refused, setRefused] = useState(false);
  const ended = useRef(onEnd);
  ended.current = onEnd;

  useEffect(() => {
    setLatest(undefined);
    setRefused(false);
    if (url === null) return;
    const source = new EventSource(url);
    source.addEventListener(name, (message) => setLatest(JSON.parse(message.data) as T));
    source.addEventListener("end", () => {
      source.close();
      ended.current();
    });
    source.addEventListener("error", () => setRefused(source.readyState === EventSource.CLOSED));
    return () => source.close();
  }, [url, name]);

  useInterval(url !== null && refused ? FALLBACK_POLL_MS : null, onPoll);
  return latest;
}
