/** The health of all sources: why each is in its state, and what it has brought. */
import { useState } from "react";

import { Button } from "@/components/Button";
import type { Column } from "@/components/Table";
import { DailyYields } from "@/admin/health/DailyYields";
import { useHasScope } from "@/admin/session";
import { Reason, SourceBoard, type Source } from "@/admin/sources/SourceBoard";
import { RemoveSource } from "@/admin/sources/removal";
import { Timestamp } from "@/admin/Timestamp";
import { useOffice } from "@/language/office";

export function HealthBoard() {
  const texts = useOffice().health;
  const columns = (onChange: () => void): readonly Column<Source>[] => [
    { key: "why", head: texts.why, cell: (one) => <Why source={one} onChange={onChange} /> },
    { key: "upcoming", head: texts.upcoming, cell: (one) => <Upcoming source={one} />, number: true },
    { key: "yields", head: texts.yields, cell: (one) => <DailyYields yields={one.yields} /> },
    { key: "fields", head: texts.fields, cell: (one) => <Fields shares={one.shares} /> },
    { key: "times", head: texts.times, cell: (one) => <Times source={one} /> },
  ];
  return <SourceBoard page="/admin/health/" title={texts.title} about={texts.about} columns={columns} />;
}

function Why({ source, onChange }: { source: Source; onChange: () => void }) {
  const office = useOffice();
  const texts = office.health;
  const canEdit = useHasScope("edit");
  const [removing, setRemoving] = useState(false);
  function removed() {
    setRemoving(false);
    onChange();
  }
  return (
    <>
      <Reason source={source} />
      {source.state !== "healthy" && <span className="soft small"> {`${office.fromServer(source.next)} ${texts.todo} ${office.fromServer(source.do)}`}</span>}
      {source.gone && canEdit && (
        <div className="row">
          <Button look="danger" onClick={() => setRemoving(true)}>
            {texts.remove}
            <span className="visually-hidden"> {source.title}</span>
          </Button>
        </div>
      )}
      {removing && <RemoveSource id={source.source_id} title={source.title} onClose={() => setRemoving(false)} onDone={removed} />}
    </>
  );
}

/** How many upcoming events it has, and whether any other source lists one of them. */
function Upcoming({ source }: { source: Source }) {
  const texts = useOffice().health;
  return (
    <>
      {source.upcoming} {source.alone && <span className="soft small">{`${texts.alone} ${texts.onlyHere}`}</span>}
    </>
  );
}

/** One column for three times, so that the table fits a laptop. */
function Times({ source }: { source: Source }) {
  const texts = useOffice().health;
  const times = [
    [texts.good, source.last_good_at, texts.never],
    [texts.changed, source.changed_at, texts.never],
    [texts.nextRun, source.next_run_at, texts.unplanned],
  ] as const;
  return (
    <dl className="admin-facts">
      {times.map(([name, at, fallback]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Timestamp at={at} fallback={fallback} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Which share of the events has each field. */
function Fields({ shares }: { shares: Readonly<Record<string, number>> }) {
  const texts = useOffice().health;
  const named = Object.entries(texts.fieldNames).filter(([name]) => name in shares);
  return <span className="small">{named.map(([name, text]) => `${text} ${Math.round((shares[name] ?? 0) * 100)}%`).join(", ")}</span>;
}
