/** A table defined by its columns. On a narrow screen it scrolls sideways within its own frame. */
import type { ReactNode } from "react";

import { classes } from "@/components/classes";

export type Column<Row> = {
  /** Unique within the table. */
  key: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** Right-aligns the column so that digits line up. */
  number?: boolean;
};

export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
}: {
  /** Describes the rows; shown above the table and read by screen readers. */
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
