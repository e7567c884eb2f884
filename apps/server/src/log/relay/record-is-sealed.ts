// SPDX-License-Identifier: Apache-2.0
import { systemActor } from '../../platform/authorization/actor.ts';
import type { DueWork } from '../../platform/jobs/index.ts';
import type { LogHouse } from '../house.ts';
import { batchOf, firstGap, goesOnAfter, lastCommon, type Relayed } from './desk-record.ts';
import { isBackingUp, readAuditSizes, readRecordFrom, recordedId } from './relay-store.ts';
import type { RelayedRecord } from './relayed-record.ts';

const relay = systemActor('desk record is sealed');
const LOOK_EVERY_MS = 1_000;
const ROWS_MAX = 500;
const SUBJECT = 'desk';

class RelayFailure extends Error {
  readonly code = 'log.record_has_gap';
}

type Parts = Pick<LogHouse, 'database' | 'journal' | 'alarms' | 'logger'> & {
  readonly relayed: RelayedRecord;
};

/**
 * Brings the record of the desk into the log, each entry once and in order. Where it stands is read from the log at
 * the start, so a crash between two batches repeats nothing and leaves nothing out.
 */
export function recordIsSealed(parts: Parts): DueWork {
  const { alarms, database, journal } = parts;
  let last: Relayed | null = null;
  return {
    name: 'desk record is sealed',
    lookEveryMs: LOOK_EVERY_MS,
    doBatch: async () => {
      const from = last ?? (await whereWeStand(parts));
      if (from === null) return false;
      // Until the batch is on disk what we stand on is not known: a failure asks the log again.
      last = null;
      const relayed = await database.read(relay, async ({ sql }) => {
        if (await isBackingUp(sql)) return from;
        const found = await readRecordFrom(sql, from.position, ROWS_MAX);
        const isAtStart = from.position === 0;
        // Somebody restored another database under us.
        if (!isAtStart && found[0]?.id !== from.id) return null;
        const following = isAtStart ? found : found.slice(1);
        const gap = firstGap(from.position, following);
        if (gap !== null) {
          alarms.raise('verification_failed', SUBJECT, { position: gap });
          throw new RelayFailure(
            `Cannot seal the record of the desk: position ${gap} is missing: restore the database, then start again`,
          );
        }
        const newest = following.at(-1);
        // Inside of the transaction: a backup that begins now waits for it, and its copy of the log holds nothing newer.
        if (newest !== undefined) await journal.append(batchOf(following));
        return newest ?? from;
      });
      if (relayed === null) return true;
      last = relayed;
      alarms.clear('verification_failed', SUBJECT);
      return relayed.position >= from.position + ROWS_MAX;
    },
  };
}

/** Null while the directory of the log is not what was signed: what it lacks is not known, so nothing is brought twice. */
async function whereWeStand({ alarms, database, journal, logger, relayed }: Parts): Promise<Relayed | null> {
  const signed = await database.read(relay, ({ sql }) => readAuditSizes(sql));
  for (const { log, size } of signed) {
    if ((await relayed.sealedSize(log)) < size) return null;
  }
  const last = await relayed.last();
  if (last === null || last.position === 0) return { position: 0, id: '' };
  const idAt = (position: number) => database.read(relay, ({ sql }) => recordedId(sql, position));
  if ((await idAt(last.position)) === last.id) return last;
  const agreed = await lastCommon(last.position - 1, async (position) => {
    const id = await idAt(position);
    return id !== null && (await relayed.find({ position, id })) !== null;
  });
  const goesOn = { position: agreed, id: (await idAt(agreed)) ?? '' };
  alarms.raise('rollback', SUBJECT, { sealed: last.position, agreed });
  logger.error(
    { sealed: last.position, agreed },
    'The database is older than the log: it was restored. The log keeps what was sealed and goes on from where both agree',
  );
  await journal.append(batchOf([goesOnAfter(goesOn, last.position)]));
  return goesOn;
}
