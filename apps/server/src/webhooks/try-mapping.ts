// SPDX-License-Identifier: Apache-2.0
import type { Answer, Mapping, tryMapping } from '@belfry/contract';
import { ongoingOf } from './alert-report.ts';
import { isMapped, type MappedAlert, mapPayload } from './mapping.ts';

type Tried = Answer<typeof tryMapping>;

/** Fields that may stay empty, and what shows that they found nothing. */
const optionalFields: readonly (readonly [
  field: keyof Mapping,
  hasFound: (alert: MappedAlert) => boolean,
])[] = [
  ['description', (alert) => alert.description !== null],
  ['groupKey', (alert) => alert.groupKey !== alert.summary],
  ['state', (alert) => alert.state !== 'unknown'],
  ['severity', (alert) => alert.severity !== null],
  ['occurredAt', (alert) => alert.occurredAt !== null],
  ['externalId', (alert) => alert.externalId !== null],
  ['link', (alert) => alert.link !== null],
];

/** What a mapping makes of a payload, and which of its fields find nothing in it. Keeps nothing. */
export function tryOn(payload: string, mapping: Mapping): Tried {
  const read = mapPayload(payload, mapping);
  const alerts = read.filter(isMapped);
  const unread = read.flatMap((alert) =>
    isMapped(alert) ? [] : [{ field: alert.field, code: 'not_read' as const, detail: alert.problem }],
  );
  const empty = optionalFields.flatMap(([field, hasFound]) => {
    const templates = mapping[field];
    const isAsked = Array.isArray(templates) && templates.length > 0;
    return isAsked && alerts.length > 0 && !alerts.some(hasFound)
      ? [{ field, code: 'nothing_found' as const, detail: templates.map(String).join(' | ') }]
      : [];
  });
  return {
    alerts: alerts.map((alert) => ({
      ...alert,
      facts: [...alert.facts],
      occurredAt: alert.occurredAt?.toISOString() ?? null,
      ongoing: ongoingOf(alert),
    })),
    problems: [...unread, ...empty].slice(0, 50),
  };
}
