/** What the last runs saw, a bar each, the oldest first; the line is the floor. */
import type { Schemas } from "@/api/client";

const WIDTH = 120;
const HEIGHT = 32;
const SLOTS = 20;
const STEP = WIDTH / SLOTS;
const LEAST = 2;

export function Sparkline({ yields, floor }: { yields: readonly Schemas["Yield"][]; floor: number }) {
  if (yields.length === 0) return <span className="soft small">no run yet</span>;
  const shown = yields.slice(-SLOTS);
  const most = Math.max(1, floor, ...shown.map((one) => one.seen));
  const high = (seen: number) => Math.max(LEAST, (seen / most) * HEIGHT);
  const line = HEIGHT - (floor / most) * HEIGHT;
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img" aria-label={words(shown, floor)}>
      {shown.map((one, place) => (
        <rect
          key={one.run_id}
          className={`sparkline__bar sparkline__bar--${one.status}`}
          x={(SLOTS - shown.length + place) * STEP + 1}
          y={HEIGHT - high(one.seen)}
          width={STEP - 2}
          height={high(one.seen)}
          rx="1"
        >
          <title>{`${one.seen} (${one.status})`}</title>
        </rect>
      ))}
      {floor > 0 && <line className="sparkline__floor" x1="0" x2={WIDTH} y1={line} y2={line} />}
    </svg>
  );
}

function words(yields: readonly Schemas["Yield"][], floor: number): string {
  const each = yields.map((one) => (one.status === "ok" ? String(one.seen) : `${one.seen} ${one.status}`)).join(", ");
  return `Seen by the last ${yields.length === 1 ? "run" : `${yields.length} runs`}, the oldest first: ${each}${floor > 0 ? `; floor ${floor}` : ""}`;
}
