/** Rows and columns, described once per column. Scrolls sideways inside its own frame where the screen is narrow. */
import type { ReactNode } from "react";

import { classes } from "@/components/classes";

export type Column<Row> = {
  /** Unique in its table. */
  key: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** Right-aligned, figures below figures. */
  number?: boolean;
};

export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
}: {
  /** Says to everyone what the rows are. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
}) {
  return (
    <div className="table-frame" role="region" aria-label={caption} tabIndex={0}>
      <table className="table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={classes(column.number && "number")}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.key} className={classes(column.number && "number")}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
