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
    { key: "upcoming", head: texts.upcoming, cell: (one) => one.upcoming, number: true },
    { key: "yields", head: texts.yields, cell: (one) => <DailyYields yields={one.yields} /> },
    { key: "fields", head: texts.fields, cell: (one) => <Fields shares={one.shares} /> },
    { key: "good", head: texts.good, cell: (one) => <Timestamp at={one.last_good_at} fallback={texts.never} /> },
    { key: "changed", head: texts.changed, cell: (one) => <Timestamp at={one.changed_at} fallback={texts.never} /> },
    { key: "next", head: texts.nextRun, cell: (one) => <Timestamp at={one.next_run_at} fallback={texts.unplanned} /> },
    { key: "alone", head: texts.alone, cell: (one) => (one.alone ? texts.onlyHere : "") },
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

/** Which share of the events has each field. */
function Fields({ shares }: { shares: Readonly<Record<string, number>> }) {
  const texts = useOffice().health;
  const named = Object.entries(texts.fieldNames).filter(([name]) => name in shares);
  return <span className="small">{named.map(([name, text]) => `${text} ${Math.round((shares[name] ?? 0) * 100)}%`).join(", ")}</span>;
}
