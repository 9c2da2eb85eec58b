/** Progress as it happens: the service's server-sent events, while there are some. */
import { useEffect, useRef, useState } from "react";

import { useEvery } from "@/admin/useEvery";

const INSTEAD_MS = 3000;

/**
 * The newest that was told under `name` at `address`; null follows nothing. `onEnd` is called once, when it has ended.
 * `onQuiet` is called every few seconds instead, when the stream is refused: too many follow, or a proxy holds it back.
 */
export function useStream<T>(address: string | null, name: string, onEnd: () => void, onQuiet: () => void): T | undefined {
  const [told, setTold] = useState<T>();
  const [refused, setRefused] = useState(false);
  const ended = useRef(onEnd);
  ended.current = onEnd;

  useEffect(() => {
    setTold(undefined);
    setRefused(false);
    if (address === null) return;
    const source = new EventSource(address);
    source.addEventListener(name, (message) => setTold(JSON.parse(message.data) as T));
    source.addEventListener("end", () => {
      source.close();
      ended.current();
    });
    source.addEventListener("error", () => setRefused(source.readyState === EventSource.CLOSED));
    return () => source.close();
  }, [address, name]);

  useEvery(address !== null && refused ? INSTEAD_MS : null, onQuiet);
  return told;
}
