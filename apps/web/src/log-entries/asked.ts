// SPDX-License-Identifier: Apache-2.0
import type { CallOf } from '../api.ts';
import { boundsOf } from './period.ts';

type Begun = CallOf<'beginLook'>['body'];
type State = Readonly<Record<string, string | undefined>>;

/** The look an address asks for, with the moments its period means now. */
export function askedIn(state: State, kind: 'search' | 'export', purpose: string, now: number): Begun {
  return {
    kind,
    purpose,
    query: state['q'] ?? '',
    clock: state['clock'] === 'received' ? 'received' : 'event',
    ...boundsOf(state, now),
  };
}
