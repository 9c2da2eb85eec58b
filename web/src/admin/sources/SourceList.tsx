/** All sources, each with what an operator can do to it. */
import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import type { Column } from "@/components/Table";
import { DailyYields } from "@/admin/health/DailyYields";
import { FIND_SOURCE } from "@/admin/urls";
import { useHasScope } from "@/admin/session";
import { SourceActions } from "@/admin/sources/SourceActions";
import { Reason, SourceBoard, type Source } from "@/admin/sources/SourceBoard";
import { Timestamp } from "@/admin/Timestamp";
import { useOffice } from "@/language/office";
import { useSourceTexts } from "@/language/office/sources";

export function SourceList() {
  const texts = useSourceTexts();
  const { health } = useOffice();
  const canEdit = useHasScope("edit");
  const add = canEdit && (
    <ButtonLink look="primary" href={FIND_SOURCE}>
      {texts.add}
    </ButtonLink>
  );
  const columns = (onChange: () => void): readonly Column<Source>[] => [
    { key: "why", head: texts.why, cell: (one) => <Reason source={one} /> },
    { key: "upcoming", head: health.upcoming, cell: (one) => one.upcoming, number: true },
    { key: "yields", head: health.yields, cell: (one) => <DailyYields yields={one.yields} /> },
    { key: "good", head: health.good, cell: (one) => <Timestamp at={one.last_good_at} fallback={health.never} /> },
    { key: "next", head: health.nextRun, cell: (one) => <Timestamp at={one.next_run_at} fallback={health.unplanned} /> },
    ...(canEdit ? [{ key: "acts", head: texts.actions, cell: (one: Source) => <SourceActions source={actedOn(one)} onDone={onChange} /> }] : []),
  ];
  const empty = (
    <EmptyState title={texts.none} action={add}>
      {texts.noneText}
    </EmptyState>
  );
  return <SourceBoard page="/admin/" title={texts.title} about={health.about} action={add} empty={empty} columns={columns} />;
}

/** The feeds of a source can be read from its own page. */
function actedOn(one: Source) {
  return { id: one.source_id, title: one.title, enabled: one.state !== "paused", hasFeeds: false };
}
