/** A bar chart of how many events the last runs saw, oldest first. The line marks the floor. */
import type { Schemas } from "@/api/client";
import { useSourceTexts } from "@/language/office/sources";
import { useRunTexts } from "@/language/office/runs";

const WIDTH = 120;
const HEIGHT = 32;
const SLOTS = 20;
const STEP = WIDTH / SLOTS;
const MIN_BAR_HEIGHT = 2;

export function Sparkline({ yields, floor }: { yields: readonly Schemas["Yield"][]; floor: number }) {
  const texts = useSourceTexts();
  const states = useRunTexts().states;
  if (yields.length === 0) return <span className="soft small">{texts.noRuns}</span>;
  const shown = yields.slice(-SLOTS);
  const max = Math.max(1, floor, ...shown.map((run) => run.seen));
  const barHeight = (seen: number) => Math.max(MIN_BAR_HEIGHT, (seen / max) * HEIGHT);
  const floorY = HEIGHT - (floor / max) * HEIGHT;
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img" aria-label={texts.yields(shown.length, countsOf(shown, states), floor)}>
      {shown.map((run, index) => (
        <rect
          key={run.run_id}
          className={`sparkline__bar sparkline__bar--${run.status}`}
          x={(SLOTS - shown.length + index) * STEP + 1}
          y={HEIGHT - barHeight(run.seen)}
          width={STEP - 2}
          height={barHeight(run.seen)}
          rx="1"
        >
          <title>{`${run.seen} (${states[run.status]})`}</title>
        </rect>
      ))}
      {floor > 0 && <line className="sparkline__floor" x1="0" x2={WIDTH} y1={floorY} y2={floorY} />}
    </svg>
  );
}

function countsOf(yields: readonly Schemas["Yield"][], states: Readonly<Record<string, string>>): string {
  return yields.map((run) => (run.status === "ok" ? String(run.seen) : `${run.seen} ${states[run.status]}`)).join(", ");
}
