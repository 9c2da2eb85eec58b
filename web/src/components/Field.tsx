/** A labelled control: the label is always seen, the error is tied to the control. */
import { cloneElement, useId, type ReactElement } from "react";

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
  const id = useId();
  const about = error || hint ? `${id}about` : undefined;
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      {cloneElement(children, { id, className: "input", "aria-describedby": about, "aria-invalid": error ? true : undefined })}
      {about && (
        <span id={about} className={error ? "field__error" : "field__hint"}>
          {error ?? hint}
        </span>
      )}
    </div>
  );
}
