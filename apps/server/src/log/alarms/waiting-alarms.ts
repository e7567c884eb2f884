// SPDX-License-Identifier: Apache-2.0
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { logAlarmKinds } from '@belfry/contract';
import { z } from 'zod';
import { writeLightly } from '../../platform/files/write-whole.ts';
import type { RaisedAlarm } from './alarm-store.ts';

/** An alarm the database does not have as it is: raised, or over since. */
export interface WaitingAlarm extends RaisedAlarm {
  readonly clearedAt: Date | null;
}

const NAME = 'alarms.json';
const kept = z.array(
  z.object({
    kind: z.enum(logAlarmKinds),
    subject: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
    raisedAt: z.coerce.date(),
    lastSeenAt: z.coerce.date(),
    clearedAt: z.coerce.date().nullable(),
  }),
);

/** Keeps what waits for the database, so that a process that ends meanwhile takes no alarm with it. */
export async function keepWaiting(directory: string, waiting: readonly WaitingAlarm[]): Promise<void> {
  const file = path.join(directory, NAME);
  if (waiting.length === 0) {
    await rm(file, { force: true });
    return;
  }
  // Lightly, because a disk that does not keep up may be the alarm.
  await writeLightly(file, JSON.stringify(waiting));
}

/** What the process before could not hand over. Damage loses it: alarms are noticed again. */
export async function readWaiting(directory: string): Promise<WaitingAlarm[]> {
  const content = await readFile(path.join(directory, NAME), 'utf8').catch(() => '[]');
  try {
    return kept.parse(JSON.parse(content));
  } catch {
    return [];
  }
}
