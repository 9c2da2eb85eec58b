/** A short message at the bottom of the screen that reports the result of an action, also to screen readers. */
import { useRouter } from "next/router";
import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from "react";

import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { useOffice } from "@/language/office";

type ShowToast = (message: string) => void;

const KEEP_ON_NAVIGATION_MS = 2000; // an action may itself open another page, which should still show its message

const SHOWN_MS = 10_000;

const ToastContext = createContext<ShowToast>(() => undefined);

/** Keeps the message for a while, as long as the pointer or the focus is on it, or until the user closes it or opens another page. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState("");
  const [held, setHeld] = useState(false);
  const shownAt = useRef(0);
  const { events } = useRouter();
  const { closeMessage } = useOffice().shell;
  const showToast = useCallback<ShowToast>((text) => {
    shownAt.current = Date.now();
    setMessage(text);
  }, []);
  useEffect(() => {
    function clear() {
      if (Date.now() - shownAt.current > KEEP_ON_NAVIGATION_MS) setMessage("");
    }
    events.on("routeChangeComplete", clear);
    return () => events.off("routeChangeComplete", clear);
  }, [events]);
  useEffect(() => {
    if (message === "" || held) return;
    const timer = setTimeout(() => setMessage(""), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [message, held]);
  return (
    <ToastContext.Provider value={showToast}>
      {children}
      <div
        className="toast"
        role="status"
        data-shown={message !== ""}
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        {message && (
          <>
            <span>{message}</span>
            <Button
              look="quiet"
              icon
              onClick={() => {
                setHeld(false);
                setMessage("");
              }}
            >
              <Icon name="close" />
              <span className="visually-hidden">{closeMessage}</span>
            </Button>
          </>
        )}
      </div>
    </ToastContext.Provider>
  );
}

export function useToast(): ShowToast {
  return useContext(ToastContext);
}
