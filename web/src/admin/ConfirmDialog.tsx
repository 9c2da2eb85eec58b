/** Asks before something that people would miss is done. Stays open, and says why, when the service refuses. */
import type { ReactNode } from "react";

import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Refusal } from "@/admin/OfficePage";
import type { Acting } from "@/admin/useOffice";

export function ConfirmDialog({
  title,
  open,
  acting,
  verb,
  onConfirm,
  onClose,
  children,
}: {
  title: string;
  open: boolean;
  acting: Acting;
  /** What the button does: "Revoke". */
  verb: string;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  function close() {
    acting.forget();
    onClose();
  }
  return (
    <Dialog title={title} open={open} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        {children}
        <Refusal problem={acting.problem} />
        <div className="row dialog__end">
          <Button onClick={close}>Keep it as it is</Button>
          <Button look="danger" type="submit" disabled={acting.busy}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
