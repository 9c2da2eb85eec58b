/** A form control with a visible label, and a hint or error linked to it for screen readers. */
import { cloneElement, type ReactElement } from "react";

import { useUniqueId } from "@/components/useUniqueId";

type Control = ReactElement<{
  id?: string;
  className?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}>;

export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: string;
  error?: string;
  /** An input, a select or a textarea. */
  children: Control;
}) {
  const id = useUniqueId();
  const description = error || hint ? `${id}description` : undefined;
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      {cloneElement(children, { id, className: "input", "aria-describedby": description, "aria-invalid": error ? true : undefined })}
      {description && (
        <span id={description} className={error ? "field__error" : "field__hint"}>
          {error ?? hint}
        </span>
      )}
    </div>
  );
}
