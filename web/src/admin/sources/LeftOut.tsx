/** How many events the rules leave out of a preview, and why. */
import { Lines } from "@/admin/sources/PreviewResult";

export function LeftOut({ reasons }: { reasons: unknown }) {
  const counts = Object.entries(typeof reasons === "object" && reasons !== null ? reasons : {}).map(([why, count]) => [why, Number(count)] as const);
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  if (all === 0) return null;
  return (
    <div>
      <p>
        The rules leave out {all} {all === 1 ? "event" : "events"}:
      </p>
      <Lines lines={counts.map(([why, count]) => `${count}: ${why}`)} />
    </div>
  );
}
