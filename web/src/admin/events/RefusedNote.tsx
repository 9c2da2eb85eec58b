/** Says that fields were refused; each field says why. */
import type { ApiProblem } from "@/api/client";
import { useOffice } from "@/language/office";

export function RefusedNote({ problem }: { problem: ApiProblem | undefined }) {
  const texts = useOffice();
  if (!problem || Object.keys(problem.fields).length === 0) return null;
  return (
    <p className="form-error" role="alert">
      {texts.editor.refused} {Object.keys(problem.fields).map((field) => texts.fields[field] ?? field).join(", ")}.
    </p>
  );
}
