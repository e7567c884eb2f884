// SPDX-License-Identifier: Apache-2.0
import type { Alert } from '@belfry/contract';
import { findAlerts, insertTestCall } from '../alerts/index.ts';
import type { Changing } from '../platform/database/database.ts';

/** A test call rings whoever is on duty in a roster: whether people are reached is known before it counts. */
export function rosterCallsWhoIsOnDuty(wake: () => void) {
  return async (changing: Changing, roster: { id: string; name: string }): Promise<Alert | null> => {
    const { ids, now, record, sql } = changing;
    const id = ids.uuid();
    if (!(await insertTestCall(sql, id, roster.id, now))) return null;
    record({ event: 'alert.raised', subject: { kind: 'alert', id, reference: roster.name } });
    changing.afterCommit(wake);
    const [found] = await findAlerts(sql, { id });
    return found?.alert ?? null;
  };
}
