// SPDX-License-Identifier: Apache-2.0
import { type ImportPreview, type RegisterColumn, registerColumns } from '@belfry/contract';
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../ui/app-link.tsx';
import { urls } from '../urls.ts';

/** What an import would do: how the file was read, what its columns mean, its rows and what is wrong with them. */
export function ImportPreviewShown(props: {
  preview: ImportPreview;
  onMapping: (mapping: Record<string, RegisterColumn | null>) => void;
}) {
  const { t } = useTranslation();
  const { counts, encoding, separator } = props.preview;
  return (
    <div className="stack" aria-live="polite">
      <h2>{t('register:preview.title')}</h2>
      <p>
        {t('register:preview.read', { encoding, separator: t(`register:separator.${separator}`) })}{' '}
        <strong>{t('register:preview.counts', { ...counts })}</strong>
      </p>
      <Columns {...props} />
      <Problems preview={props.preview} />
      <Rows preview={props.preview} />
    </div>
  );
}

function Columns(props: {
  preview: ImportPreview;
  onMapping: (mapping: Record<string, RegisterColumn | null>) => void;
}) {
  const { t } = useTranslation();
  const mapping = Object.fromEntries(props.preview.columns.map((one) => [one.header, one.column]));
  return (
    <section className="stack" aria-labelledby="import-columns">
      <h3 id="import-columns">{t('register:columns')}</h3>
      <div className="column-grid">
        {props.preview.columns.map((column) => (
          <Select
            key={column.header}
            label={<bdi>{column.header}</bdi>}
            description={column.sample === null ? undefined : <bdi>{column.sample.slice(0, 60)}</bdi>}
            allowDeselect={false}
            data={[
              { value: '', label: t('register:columns.none') },
              ...registerColumns.map((one) => ({ value: one, label: t(`register:fact.${one}`) })),
            ]}
            value={column.column ?? ''}
            onChange={(value) =>
              props.onMapping({
                ...mapping,
                [column.header]: registerColumns.find((one) => one === value) ?? null,
              })
            }
          />
        ))}
      </div>
    </section>
  );
}

function Problems({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation();
  if (preview.problems.length === 0) {
    return <p className="notice notice-done">{t('register:problems.none')}</p>;
  }
  return (
    <section className="stack" aria-labelledby="import-problems">
      <h3 id="import-problems">{t('register:problems')}</h3>
      <div className="table-frame">
        <table className="desk-table">
          <thead>
            <tr>
              <th scope="col">{t('register:problems.line')}</th>
              <th scope="col">{t('register:problems.cell')}</th>
              <th scope="col">{t('register:problems.what_to_do')}</th>
              <th scope="col">{t('register:problems.result')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.problems.map((one) => (
              <tr key={`${one.line} ${one.column} ${one.problem}`}>
                <th scope="row" data-label={t('register:problems.line')}>
                  {t('register:problems.line_number', { line: one.line })}
                </th>
                <td>
                  {one.column === null ? null : (
                    <>
                      <bdi>{one.column}</bdi>: <bdi className="quiet">{one.value}</bdi>
                    </>
                  )}
                </td>
                <td>{t(`register:problem.${one.problem}`, { defaultValue: one.whatToDo })}</td>
                <td>{t(one.stops ? 'register:problems.stops' : 'register:problems.left_out')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Rows({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation();
  return (
    <section className="stack" aria-labelledby="import-rows">
      <h3 id="import-rows">{t('register:rows')}</h3>
      <div className="table-frame">
        <table className="desk-table">
          <thead>
            <tr>
              <th scope="col">{t('register:problems.line')}</th>
              <th scope="col">{t('register:fact.number')}</th>
              <th scope="col">{t('register:fact.title')}</th>
              <th scope="col">{t('register:rows.outcome')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row) => (
              <tr key={row.line}>
                <td data-label={t('register:problems.line')}>{row.line}</td>
                <td>
                  <bdi>{row.number}</bdi>
                </td>
                <th scope="row" className="cell-title">
                  <bdi>{row.title ?? '–'}</bdi>
                </th>
                <td>
                  {t(`register:outcome.${row.outcome}`)}
                  {row.reference === null ? null : (
                    <>
                      {' '}
                      <AppLink href={urls.incident(row.reference)}>{row.reference}</AppLink>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
