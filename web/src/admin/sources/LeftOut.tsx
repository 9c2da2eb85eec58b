/** How many events the rules leave out of a preview, and why. */
import { Lines } from "@/admin/sources/PreviewResult";
import { useOffice } from "@/language/office";
import { useSourceTexts } from "@/language/office/sources";

export function LeftOut({ reasons }: { reasons: unknown }) {
  const office = useOffice();
  const texts = useSourceTexts();
  const counts = Object.entries(typeof reasons === "object" && reasons !== null ? reasons : {}).map(([why, count]) => [why, Number(count)] as const);
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  if (all === 0) return null;
  return (
    <div>
      <p>{texts.rules.leftOut(all)}</p>
      <Lines lines={counts.map(([why, count]) => `${count}: ${office.fromServer(why)}`)} />
    </div>
  );
}
