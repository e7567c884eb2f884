// SPDX-License-Identifier: Apache-2.0
import { type Answer, type logEntryRoutes, syslogSeverities } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldName } from './field-name.tsx';
import { VisibleText } from './hostile-text.tsx';
import { termOf } from './query-terms.ts';

type Counted = Answer<typeof logEntryRoutes.countFieldsOfLook>;

/** What people narrow by most, in this order and open. */
const first = ['severity', 'source', 'host', 'app', 'user'];
const rankOf = (field: string) => (first.includes(field) ? first.indexOf(field) : first.length);

/** Fields of what was found, with the values that come most; each narrows the search to it, or to all but it. */
export function FieldsPanel(props: { counted: Counted; onNarrow: (term: string, isNot: boolean) => void }) {
  const { t } = useTranslation();
  const { attributes, isSampled } = props.counted;
  const fields = props.counted.fields.toSorted((one, other) => rankOf(one.field) - rankOf(other.field));
  const labelOf = (field: string, one: { value: string; label: string | null }) => {
    const severity = field === 'severity' ? syslogSeverities[Number(one.value)] : undefined;
    return severity === undefined ? (one.label ?? one.value) : t(`logbook:severity.${severity}`);
  };
  return (
    <section className="panel stack log-fields" aria-labelledby="log-fields">
      <h2 id="log-fields">{t('logbook:fields')}</h2>
      {isSampled ? <p className="quiet small">{t('logbook:fields.sampled')}</p> : null}
      {fields.map(({ count, field, values }) => (
        <details key={field} open={first.includes(field)}>
          <summary>
            <FieldName field={field} /> <span className="quiet">{count}</span>
          </summary>
          <ul className="plain-list">
            {values.map((one) => (
              <li key={one.value} className="log-value">
                <button
                  type="button"
                  className="log-link"
                  onClick={() => props.onNarrow(termOf(field, one.value), false)}
                >
                  <VisibleText text={labelOf(field, one)} />
                </button>
                <span className="quiet">{one.count}</span>
                <Button
                  variant="subtle"
                  size="compact-xs"
                  aria-label={t('logbook:fields.without', { field, value: labelOf(field, one) })}
                  onClick={() => props.onNarrow(termOf(field, one.value), true)}
                >
                  {t('logbook:fields.not')}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      ))}
      {attributes.length === 0 ? null : (
        <details>
          <summary>{t('logbook:fields.attributes')}</summary>
          <ul className="plain-list">
            {attributes.map(({ count, name }) => (
              <li key={name} className="log-value">
                <button
                  type="button"
                  className="log-link"
                  onClick={() => props.onNarrow(`attr.${name}:*`, false)}
                >
                  <code>
                    <VisibleText text={name} />
                  </code>
                </button>
                <span className="quiet">{count}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
