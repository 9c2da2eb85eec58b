/** What different people and sources say, side by side; below each other on a phone. */
import type { ReactNode } from "react";

export type Version = { key: string; who: string; says: ReactNode; shown?: boolean };

export function Versions({ versions }: { versions: readonly Version[] }) {
  return (
    <dl className="versions">
      {versions.map((version) => (
        <div key={version.key} className="versions__one" data-shown={version.shown}>
          <dt>{version.who}</dt>
          <dd>{version.says}</dd>
        </div>
      ))}
    </dl>
  );
}
