/** Asks for confirmation before an action that is hard to undo. Stays open and shows the error if the action fails. */
import type { ReactNode } from "react";

import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { ActionError } from "@/admin/AdminPage";
import { useOffice } from "@/language/office";
import type { Action } from "@/admin/useAction";

export function ConfirmDialog({
  title,
  open,
  action,
  verb,
  onConfirm,
  onClose,
  wide,
  children,
}: {
  title: string;
  open: boolean;
  action: Action;
  /** The confirm button's text, such as "Revoke". */
  verb: string;
  onConfirm: () => void;
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
}) {
  const texts = useOffice();
  function close() {
    action.clearProblem();
    onClose();
  }
  return (
    <Dialog title={title} open={open} onClose={close} close={texts.close} wide={wide}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        {children}
        <ActionError problem={action.problem} />
        <div className="row dialog__end">
          <Button onClick={close}>{texts.goBack}</Button>
          <Button look="danger" type="submit" disabled={action.busy}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
