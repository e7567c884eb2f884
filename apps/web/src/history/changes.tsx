// SPDX-License-Identifier: Apache-2.0
import { type FieldChange, type Severity, severities } from '@belfry/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../ui/moment.tsx';
import { usePersonName } from '../ui/person-choice.tsx';
import { useSeverityWords } from '../ui/words.tsx';

/** Old to new, field by field, in the words of the screen. */
export function Changes({ kind, changes }: { kind: string; changes: readonly FieldChange[] }) {
  const { t } = useTranslation();
  const nameOf = (field: string) => t(`fields:${field}`, { defaultValue: field });
  return <ChangeList kind={kind} changes={changes} nameOf={nameOf} shownAs={() => undefined} />;
}

/** A value in words of its own; undefined leaves it to the words every entry shares. */
export type ValueOf = (kind: string, field: string, value: FieldChange['to']) => ReactNode | undefined;

export function ChangeList(props: {
  kind: string;
  changes: readonly FieldChange[];
  nameOf: (field: string) => string;
  shownAs: ValueOf;
}) {
  const { t } = useTranslation();
  const { changes, kind, nameOf, shownAs } = props;
  const show = (field: string, value: FieldChange['to']) =>
    shownAs(kind, field, value) ?? <Value kind={kind} field={field} value={value} />;
  const shown = changes.filter((change) => JSON.stringify(change.from) !== JSON.stringify(change.to));
  return (
    <dl className="changes">
      {shown.map((change) => (
        <div key={change.field}>
          <dt>{nameOf(change.field)}</dt>
          <dd>
            {isNothing(change.from) ? null : (
              <>
                <del>{show(change.field, change.from)}</del>
                <span aria-hidden="true"> → </span>
              </>
            )}
            <ins>{change.to === null ? t('timeline:nothing') : show(change.field, change.to)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const isNothing = (value: FieldChange['to']): boolean =>
  value === null || (Array.isArray(value) && value.length === 0);

/** Enumerations of the contract by field, and the words they are shown in. */
const wordsOfField: Record<string, string> = {
  status: 'words:status',
  class: 'words:class',
  type: 'words:type',
  personalData: 'words:personal_data',
  rootCauseClass: 'words:root_cause',
  role: 'words:part',
  kind: 'words:report_kind',
  channel: 'words:channel',
  side: 'words:side',
  verdict: 'words:verdict',
  level: 'words:level',
  decline: 'words:decline',
  functions: 'words:function',
  occasion: 'incidents:feedback.occasion',
  way: 'incidents:feedback.way',
};
/** `state` is a word of whatever the entry is about. */
const wordsOfState: Record<string, string> = {
  report: 'words:report_state',
  task: 'words:task_state',
  measure: 'words:measure_state',
  alert: 'words:alert_state',
  finding: 'words:finding_state',
  feedback: 'incidents:feedback.state',
};
function wordsOf(kind: string, field: string): string | undefined {
  if (field === 'state') {
    return wordsOfState[kind.split('.', 1)[0] ?? ''];
  }
  return field.endsWith('certainty') ? 'words:certainty' : wordsOfField[field];
}
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function Value({ kind, field, value }: { kind: string; field: string; value: FieldChange['to'] }) {
  const { t } = useTranslation();
  const severityWords = useSeverityWords();
  const personName = usePersonName();
  const words = wordsOf(kind, field);
  const nameOf = (one: FieldChange['to']): string =>
    typeof one !== 'string'
      ? plain(one)
      : words === undefined
        ? (personName(one) ?? one)
        : t(`${words}.${one}`, { defaultValue: one });
  if (typeof value === 'boolean') {
    return t(value ? 'timeline:yes' : 'timeline:no');
  }
  if (typeof value === 'string' && instant.test(value)) {
    return <Moment at={value} withRelative={false} />;
  }
  if (field === 'severity' && severities.some((one) => one === value)) {
    return severityWords(value as Severity).label;
  }
  if (Array.isArray(value)) {
    return <bdi>{value.map(nameOf).join(', ')}</bdi>;
  }
  return <bdi className="pre">{nameOf(value)}</bdi>;
}

/** People stand in the record by name; anything else keeps the form it was written in. */
function plain(value: FieldChange['to']): string {
  if (typeof value === 'object' && value !== null && 'name' in value && typeof value['name'] === 'string') {
    return value['name'];
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}
