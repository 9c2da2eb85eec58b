/** The events that a recipe reads on a page, with what differs from the recipe before. */
import { Table } from "@/components/Table";
import { COLUMNS, differs, rowsOf, type EventRow, type PageReading } from "@/admin/recipes/picking/reading";
import { usePickingTexts } from "@/language/office/picking";

const SHOWN = 20;

export function PickedEvents({ reading, first }: { reading: PageReading; first: PageReading }) {
  const texts = usePickingTexts();
  const before = new Map(rowsOf(first).map((row) => [row.card, row]));
  const rows = rowsOf(reading);
  const changed = rows.filter((row) => differs(row, before.get(row.card))).length;
  const kept = new Set(rows.map(({ card }) => card));
  const gone = [...before.keys()].filter((card) => !kept.has(card)).length;
  const columns = COLUMNS.map((name) => ({
    key: name,
    head: texts.columns[name],
    cell: (row: EventRow) => <Value now={row[name]} before={before.get(row.card)?.[name]} />,
  }));
  return (
    <>
      <p role="status">
        <strong>{texts.events(rows.length)}</strong>, {texts.changed(changed)}
        {gone > 0 && `, ${texts.gone(gone)}`}
      </p>
      {rows.length > 0 && (
        <Table caption={rows.length > SHOWN ? texts.first(SHOWN) : texts.all} columns={columns} rows={rows.slice(0, SHOWN)} rowKey={({ card }) => card} />
      )}
    </>
  );
}

function Value({ now, before }: { now: string; before: string | undefined }) {
  const texts = usePickingTexts();
  if (before === undefined || now === before) return <span className="break">{now}</span>;
  return (
    <span className="break">
      <ins className="picking__new">{now || texts.none}</ins>{" "}
      <span className="soft small">
        {texts.before} <del>{before || texts.none}</del>
      </span>
    </span>
  );
}
