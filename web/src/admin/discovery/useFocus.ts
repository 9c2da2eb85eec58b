/** Moves the focus to an element when it appears, so that keyboards and screen readers continue there. */
import { useEffect, useRef, type RefObject } from "react";

export function useFocus<T extends HTMLElement>(): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
