/** What came of an act, said to eyes and ears: a line at the foot of the screen, until one goes on or closes it. */
import { useRouter } from "next/router";
import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from "react";

import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";

type Tell = (said: string) => void;

const WITH_THE_ACT_MS = 2000; // an act may lead to another page itself: what it says comes along

const TellContext = createContext<Tell>(() => undefined);

export function Teller({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState("");
  const since = useRef(0);
  const { events } = useRouter();
  const tell = useCallback<Tell>((words) => {
    since.current = Date.now();
    setSaid(words);
  }, []);
  useEffect(() => {
    function gone() {
      if (Date.now() - since.current > WITH_THE_ACT_MS) setSaid("");
    }
    events.on("routeChangeComplete", gone);
    return () => events.off("routeChangeComplete", gone);
  }, [events]);
  return (
    <TellContext.Provider value={tell}>
      {children}
      <div className="told" role="status" data-shown={said !== ""}>
        {said && (
          <>
            <span>{said}</span>
            <Button look="quiet" icon onClick={() => setSaid("")}>
              <Icon name="close" />
              <span className="visually-hidden">Close the message</span>
            </Button>
          </>
        )}
      </div>
    </TellContext.Provider>
  );
}

export function useTell(): Tell {
  return useContext(TellContext);
}
