/** What came of an act, said once to eyes and ears: a line at the foot of the screen, until the next one or until it is closed. */
import { createContext, useCallback, useContext, useState, type ReactNode } from "react";

import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";

type Tell = (said: string) => void;

const TellContext = createContext<Tell>(() => undefined);

export function Teller({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState("");
  const tell = useCallback<Tell>((words) => setSaid(words), []);
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
