/** Chooses what a person may do. */
import type { SelectHTMLAttributes } from "react";

import type { Schemas } from "@/api/client";
import { usePeopleTexts } from "@/language/office/people";

type Scope = Schemas["Scope"];
type Props = { value: Scope; onChange: (scope: Scope) => void } & Omit<SelectHTMLAttributes<HTMLSelectElement>, "value" | "onChange">;

export function RoleSelect({ value, onChange, ...rest }: Props) {
  const { roles } = usePeopleTexts();
  return (
    <select {...rest} value={value} onChange={(event) => onChange(event.currentTarget.value as Scope)}>
      {(Object.entries(roles) as [Scope, string][]).map(([scope, name]) => (
        <option key={scope} value={scope}>
          {name}
        </option>
      ))}
    </select>
  );
}
