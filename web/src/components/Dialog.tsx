/** A modal dialog. Uses the browser's own, which traps focus, closes on Escape and restores focus. */
import { useEffect, useRef, type ReactNode } from "react";

import { classes } from "@/components/classes";
import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { useUniqueId } from "@/components/useUniqueId";

export function Dialog({
  title,
  open,
  onClose,
  close = "Close",
  wide = false,
  children,
}: {
  title: string;
  open: boolean;
  onClose: () => void;
  /** The name of the button that closes it. */
  close?: string;
  wide?: boolean;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useUniqueId();
  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) element?.showModal();
    if (!open && element?.open) element.close();
  }, [open]);

  return (
    <dialog
      ref={dialog}
      className={classes("dialog", wide && "dialog--wide")}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(click) => click.target === dialog.current && onClose()}
    >
      <div className="dialog__head">
        <h2 id={heading}>{title}</h2>
        <Button look="quiet" icon onClick={onClose}>
          <Icon name="close" />
          <span className="visually-hidden">{close}</span>
        </Button>
      </div>
      <div className="dialog__body">{open && children}</div>
    </dialog>
  );
}
