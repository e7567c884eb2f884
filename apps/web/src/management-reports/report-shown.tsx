// SPDX-License-Identifier: Apache-2.0
import type { ReportSection } from '@belfry/contract';

/** What a report says, in its own language, whatever that of the reader. */
export function ReportShown({
  language,
  sections,
}: {
  language: string;
  sections: readonly ReportSection[];
}) {
  return (
    <div lang={language} className="stack">
      {sections.map((section) => (
        <section key={section.title} className="panel stack">
          <h2>{section.title}</h2>
          {section.intro === '' ? null : <p className="pre">{section.intro}</p>}
          {section.fields.length === 0 ? null : (
            <dl className="properties">
              {section.fields.map(({ label, value }) => (
                <div key={label}>
                  <dt>
                    <bdi>{label}</bdi>
                  </dt>
                  <dd className="pre">{value === '' ? '–' : <bdi>{value}</bdi>}</dd>
                </div>
              ))}
            </dl>
          )}
          {section.tables.map((table) => (
            <Figures key={table.caption + table.columns.join(' ')} table={table} />
          ))}
        </section>
      ))}
    </div>
  );
}

function Figures({ table }: { table: ReportSection['tables'][number] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard (WCAG 2.1.1)
    <section className="report-table" tabIndex={0} aria-label={table.caption || table.columns.join(', ')}>
      <table>
        {table.caption === '' ? null : <caption>{table.caption}</caption>}
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.join('\u0000')}>
              {row.map((cell, place) =>
                place === 0 ? (
                  <th key={table.columns[place]} scope="row">
                    <bdi>{cell}</bdi>
                  </th>
                ) : (
                  <td key={table.columns[place]}>
                    <bdi>{cell}</bdi>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
