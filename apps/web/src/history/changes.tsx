// SPDX-License-Identifier: Apache-2.0
import type { FieldChange } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { Moment } from '../ui/moment.tsx';
import { usePersonName } from '../ui/person-choice.tsx';
import { useSeverityWords } from '../ui/words.tsx';

/** Old to new, field by field, in the words of the screen. */
export function Changes({ changes }: { changes: readonly FieldChange[] }) {
  const { t } = useTranslation();
  return (
    <dl className="changes">
      {changes.map((change) => (
        <div key={change.field}>
          <dt>{t(`fields:${change.field}`, { defaultValue: change.field })}</dt>
          <dd>
            {change.from === null ? null : (
              <>
                <del>
                  <Value field={change.field} value={change.from} />
                </del>
                <span aria-hidden="true"> → </span>
              </>
            )}
            <ins>
              {change.to === null ? t('timeline:nothing') : <Value field={change.field} value={change.to} />}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Enumerations of the contract by field, and the words they are shown in. */
const wordsOfField: Record<string, string> = {
  status: 'words:status',
  state: 'words:report_state',
  class: 'words:class',
  type: 'words:type',
  personalData: 'words:personal_data',
  rootCauseClass: 'words:root_cause',
  role: 'words:part',
  kind: 'words:report_kind',
  channel: 'words:channel',
  certainty: 'words:certainty',
};
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function Value({ field, value }: { field: string; value: FieldChange['to'] }) {
  const { t } = useTranslation();
  const severityWords = useSeverityWords();
  const personName = usePersonName();
  const nameOf = (one: FieldChange['to']) =>
    typeof one === 'string' ? (personName(one) ?? one) : plain(one);
  if (typeof value === 'boolean') {
    return t(value ? 'timeline:yes' : 'timeline:no');
  }
  if (typeof value === 'string') {
    if (instant.test(value)) {
      return <Moment at={value} withRelative={false} />;
    }
    if (field === 'severity' && ['critical', 'important', 'medium', 'low'].includes(value)) {
      return severityWords(value as 'low').label;
    }
    const words = wordsOfField[field];
    return words === undefined ? (
      <bdi className="pre">{nameOf(value)}</bdi>
    ) : (
      t([`${words}.${value}`, `words:task_state.${value}`, `words:measure_state.${value}`], {
        defaultValue: value,
      })
    );
  }
  if (Array.isArray(value)) {
    return <bdi>{value.map(nameOf).join(', ') || t('timeline:nothing')}</bdi>;
  }
  return <bdi>{nameOf(value)}</bdi>;
}

/** People stand in the record by name; anything else keeps the form it was written in. */
function plain(value: FieldChange['to']): string {
  if (typeof value === 'object' && value !== null && 'name' in value && typeof value['name'] === 'string') {
    return value['name'];
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}
