// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { cpSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { openTestDatabase } from '../../../test/database.ts';
import { anEntry, anOrigin, someEntries } from '../../../test/log-entries.ts';
import { openTestSealing, type TestSealing } from '../../../test/sealing.ts';
import { openCheckpointGuard } from './checkpoint-guard.ts';

const NAME = 'technical-2026';

async function seal(sealing: TestSealing, from: number, count: number, given = {}): Promise<void> {
  const sealer = await sealing.open();
  await sealer.take(someEntries(from, count, given));
  await sealer.publishAll();
  sealer.close();
}
const alarmsOf = ({ news }: TestSealing) =>
  news.flatMap((each) => (each.kind === 'alarm' ? [`${each.alarm} ${each.facts?.['reason']}`] : []));

/** A log of 20 entries, with copies of directory and database from when it had 10. */
async function aLogWithCopies(t: TestContext) {
  const opened = await openTestDatabase(t);
  const sealing = openTestSealing(t, openCheckpointGuard(opened.database));
  const log = path.join(sealing.root, 'log', NAME);
  const old = path.join(sealing.root, 'old');
  await seal(sealing, 1, 10);
  cpSync(log, old, { recursive: true });
  const [row] = await opened.query<{ note: string; size: string; root: Buffer }>(
    'SELECT note, size, root FROM log_checkpoint',
  );
  await seal(sealing, 11, 10);
  const restoreDatabase = async () => {
    await opened.query('UPDATE log_checkpoint SET note = $1, size = $2, root = $3', [
      row?.note,
      row?.size,
      row?.root,
    ]);
  };
  const restoreDirectory = () => {
    rmSync(log, { recursive: true });
    cpSync(old, log, { recursive: true });
  };
  return { ...opened, sealing, log, restoreDatabase, restoreDirectory };
}

test('a directory restored from an older copy is not signed into a fork', async (t) => {
  const { query, restoreDirectory, sealing } = await aLogWithCopies(t);
  restoreDirectory();
  await seal(sealing, 11, 10, { raw: Buffer.from('another history') });
  assert.deepEqual(alarmsOf(sealing), ['rollback directory_behind']);
  assert.equal((await sealing.linesOf(NAME)).length, 10);
  assert.equal(Number((await query<{ size: string }>('SELECT size FROM log_checkpoint'))[0]?.size), 20);
});

test('a directory that is gone is not begun anew', async (t) => {
  const { log, sealing } = await aLogWithCopies(t);
  renameSync(log, path.join(sealing.root, 'away'));
  await seal(sealing, 21, 5);
  assert.deepEqual(alarmsOf(sealing), ['rollback directory_behind']);
});

test('a database restored from an older copy follows the directory, whose checkpoint is ours and continues it', async (t) => {
  const { query, restoreDatabase, sealing } = await aLogWithCopies(t);
  await restoreDatabase();
  await seal(sealing, 1, 25);
  assert.deepEqual(alarmsOf(sealing), []);
  assert.equal(Number((await query<{ size: string }>('SELECT size FROM log_checkpoint'))[0]?.size), 25);
});

test('a fork is refused: the same number of entries under another root', async (t) => {
  const { query, sealing } = await aLogWithCopies(t);
  // A second history, signed with the real key beside a database of its own.
  const other = openTestSealing(t);
  cpSync(path.join(sealing.root, 'keys'), path.join(other.root, 'keys'), { recursive: true });
  await seal(other, 1, 20, { raw: Buffer.from('another history') });
  const news = other.news.find((each) => each.kind === 'published');
  assert.ok(news?.kind === 'published');
  await query('UPDATE log_checkpoint SET note = $1', [news.content]);
  await seal(sealing, 21, 5);
  assert.deepEqual(alarmsOf(sealing), ['verification_failed root_differs']);
});

test('logs that were swapped, and a checkpoint of a foreign key, are refused', async (t) => {
  const { log, query, sealing } = await aLogWithCopies(t);
  const functional = path.join(sealing.root, 'log/functional-2026');
  const sealer = await sealing.open();
  await sealer.take([anEntry({ seq: 21, origin: { ...anOrigin, retentionClass: 'functional' } })]);
  await sealer.publishAll();
  sealer.close();
  renameSync(log, `${log}.away`);
  renameSync(functional, log);
  renameSync(`${log}.away`, functional);
  await seal(sealing, 22, 1);
  assert.deepEqual(alarmsOf(sealing), ['rollback foreign_checkpoint', 'rollback foreign_checkpoint']);
  await query('DELETE FROM log_checkpoint');
});

test('a line changed on disk is noticed before anything is signed over it', async (t) => {
  const { log, sealing } = await aLogWithCopies(t);
  const { readFileSync, writeFileSync } = await import('node:fs');
  const segment = path.join(log, 'segments/000000000000.ndjson');
  writeFileSync(segment, readFileSync(segment, 'utf8').replace('attempt 3', 'attempt 9'));
  await seal(sealing, 21, 5);
  assert.deepEqual(alarmsOf(sealing), ['verification_failed root_differs']);
});

test('a second process that seals the same log is stopped by the guard', async (t) => {
  const { sealing } = await aLogWithCopies(t);
  const first = await sealing.open();
  const second = await sealing.open();
  await first.take(someEntries(21, 1));
  await first.publishAll();
  await second.take(someEntries(21, 2, { raw: Buffer.from('another') }));
  await assert.rejects(second.publishAll(), { code: 'log.checkpoint_refused' });
  first.close();
  second.close();
});
