/** Why a site can't be harvested, and what was asked. */
import { Asked } from "@/admin/discovery/Asked";

export function Refusal({ reason, asked }: { reason: string; asked: readonly string[] }) {
  return (
    <div className="card stack">
      <h2>Nothing to harvest</h2>
      <p className="form-error">{reason}</p>
      <Asked lines={asked} />
    </div>
  );
}
