/** What runs saw on each of the last 90 days, the oldest first. */
import type { Schemas } from "@/api/client";
import { useOffice } from "@/language/office";

const DAYS = 90;
const HEIGHT = 24;
const DAY_MS = 86_400_000;

export function DailyYields({ yields }: { yields: readonly Schemas["DailyYield"][] }) {
  const texts = useOffice().health;
  const last = yields.at(-1);
  if (!last) return <span className="soft small">{texts.noRuns}</span>;
  const most = Math.max(1, ...yields.map((one) => one.seen));
  const end = Date.parse(last.day);
  return (
    <svg className="sparkline" viewBox={`0 0 ${DAYS} ${HEIGHT}`} width={DAYS * 1.5} height={HEIGHT} role="img" aria-label={texts.yieldsOf(last.seen, most)}>
      {yields.map((one) => {
        const height = Math.max(1, (one.seen / most) * HEIGHT);
        const x = DAYS - 1 - Math.round((end - Date.parse(one.day)) / DAY_MS);
        return (
          <rect key={one.day} className="sparkline__bar sparkline__bar--ok" x={x} y={HEIGHT - height} width="0.8" height={height}>
            <title>{`${one.day}: ${one.seen}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
