// SPDX-License-Identifier: Apache-2.0
import { tellAgainAt } from '../log/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { isAddress, queueMail } from '../platform/mail/index.ts';
import { claimUntold, keepTold, possibleListeners, tellLater } from './alarm-store.ts';
import { letterOf } from './alarm-words.ts';
import { listenersOf } from './listeners.ts';

export interface TellingParts {
  readonly database: Database;
  readonly publicUrl: () => string;
}

const tells = systemActor('log-alarms-are-told');
/** Nobody is there to be told: asked again after this long. */
const NOBODY_THERE_MS = 15 * 60_000;

/** Named people are told of alarms of the logbook: at once, again and again until somebody has it, once when it is over. */
export function logAlarmsAreTold(parts: TellingParts): DueWork {
  return { name: tells.process, lookEveryMs: 1_000, doBatch: () => tellOne(parts) };
}

/** Tells one alarm that is due. Mails and mark are one transaction: a crash leaves it due, or told whole. */
export async function tellOne({ database, publicUrl }: TellingParts): Promise<boolean> {
  return database.change(tells, async (changing) => {
    const { now, sql } = changing;
    const alarm = await claimUntold(sql, now);
    if (alarm === null) return false;
    const people = listenersOf(await possibleListeners(sql)).filter(({ email }) => isAddress(email));
    if (people.length === 0) {
      await tellLater(sql, alarm.id, new Date(now.getTime() + NOBODY_THERE_MS));
      return true;
    }
    for (const person of people) await queueMail(changing, letterOf(person, alarm, publicUrl()));
    const count = alarm.toldCount + 1;
    const again = alarm.clearedAt === null ? tellAgainAt(now, count) : null;
    await keepTold(sql, alarm.id, { count, at: now, again });
    return true;
  });
}
