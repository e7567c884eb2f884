// SPDX-License-Identifier: Apache-2.0
import { detectionLevels, findingStates } from '@belfry/contract';
import type { CallOf } from '../api.ts';

export type FindingQuery = NonNullable<NonNullable<CallOf<'listFindings'>>['query']>;

/** What narrows the list; the state is not among them, because each state has its own way in. */
export const filterNames = [
  'q',
  'level',
  'technique',
  'source',
  'rule',
  'period',
  'key',
  'report',
  'incident',
] as const;
export const periodDays = ['1', '7', '30'] as const;
export const orders = ['worst', 'oldest', 'newest'] as const;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Longer than any technique: what is cut off could not have matched. */
const techniqueCharactersMax = 20;
const hourMs = 3_600_000;

/**
 * The list an address asks for. What it cannot mean is left out, so that a mangled link still shows a list. A period
 * begins at a whole hour: the same address is the same question for a while.
 */
export function queryIn(state: Readonly<Record<string, string | undefined>>, now: number) {
  const shown = [...findingStates, 'any' as const].find((one) => one === state['state']) ?? 'open';
  const technique = state['technique']?.trim().toUpperCase().slice(0, techniqueCharactersMax) ?? '';
  const days = periodDays.find((one) => one === state['period']);
  const from =
    days === undefined
      ? undefined
      : new Date(now - (now % hourMs) - Number(days) * 24 * hourMs).toISOString();
  return {
    state: shown,
    level: detectionLevels.find((one) => one === state['level']),
    technique: technique === '' ? undefined : technique,
    source: uuid.test(state['source'] ?? '') ? state['source'] : undefined,
    rule: uuid.test(state['rule'] ?? '') ? state['rule'] : undefined,
    q: state['q'],
    key: state['key'],
    report: /^REP-\d{4}-\d{4,}$/.test(state['report'] ?? '') ? state['report'] : undefined,
    incident: /^INC-\d{4}-\d{4,}$/.test(state['incident'] ?? '') ? state['incident'] : undefined,
    from,
    order: orders.find((one) => one === state['order']) ?? (shown === 'open' ? 'worst' : 'newest'),
  } satisfies FindingQuery;
}
