import type { ReactNode } from 'react';

/** The values of a picture, for who would rather read. */
export function ValueTable({
  title,
  columns,
  rows,
}: {
  title: string;
  /** The first is that of the rows' names. */
  columns: string[];
  /** In the order of the picture, from left to right or from top to bottom. */
  rows: { name: ReactNode; values: string[] }[];
}) {
  const [first, ...others] = columns;
  return (
    <details>
      <summary>Table</summary>
      <div className="scroll" tabIndex={0} role="region" aria-label={`${title}: table`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{first}</th>
              {others.map((column) => (
                <th scope="col" key={column} className="number">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                <th scope="row">{row.name}</th>
                {row.values.map((value, column) => (
                  <td key={column} className="number">
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
