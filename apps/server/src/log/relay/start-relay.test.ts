// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { openTestLog } from '../../../test/log.ts';
import { sealedRecord, writeRecord } from '../../../test/log-record.ts';
import type { RecordAnswer } from '../entry-shapes.ts';

async function recordOf({
  query,
}: TestDatabase): Promise<{ position: number; id: string; canonical: string }[]> {
  return await query('SELECT position::int, id, canonical FROM outbox ORDER BY position');
}

/** Waits until so many documents of the desk are sealed; what is sealed too much is seen by the comparison after it. */
async function untilSealed(dataDir: string, count: number): Promise<string[]> {
  for (let waited = 0; waited < 240_000; waited += 100) {
    const found = await sealedRecord(dataDir);
    if (found.length >= count) return found;
    await delay(100);
  }
  return assert.fail(`not all ${count} were sealed: ${(await sealedRecord(dataDir)).length}`);
}

const canonicals = (rows: readonly { canonical: string }[]) => rows.map(({ canonical }) => canonical);

// Danger: an entry of the record that is sealed twice, or in another order, is no proof of anything.
test('startRelay() seals the record once and in order, from before the log existed and over starts', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-relay-'));
  const opened = await openTestDatabase(t);
  // After the log has stopped, which the database waits for: its engine writes until then.
  t.after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10 }));
  const long = 'é'.repeat(40_000);
  await writeRecord(
    opened.database,
    Array.from({ length: 1_200 }, (_, at) => `note ${at}`),
  );
  await writeRecord(opened.database, [long, 'after it']);
  const first = await openTestLog(t, { dataDir, opened });
  await untilSealed(dataDir, 1_202);
  await writeRecord(opened.database, ['while it runs']);
  await untilSealed(dataDir, 1_203);
  await first.stop();
  await writeRecord(opened.database, ['while it is away']);
  const second = await openTestLog(t, { dataDir, opened });
  const rows = await recordOf(opened);
  const sealed = await untilSealed(dataDir, 1_204);
  assert.deepEqual(sealed, canonicals(rows));
  for (const position of [1, 2, 600, 1_200, 1_201, 1_202, 1_203, 1_204]) {
    const row = rows[position - 1];
    const asked = { position, id: row?.id };
    const answer = await second.link.call('/inside/record', asked);
    assert.ok(!('refused' in answer) && answer.status === 200, `position ${position}`);
    const { lines } = answer.body as RecordAnswer;
    const raw = lines.map(({ line }) => (JSON.parse(line) as { raw: string }).raw).join('');
    assert.equal(raw, row?.canonical);
    assert.equal(lines.length, position === 1_201 ? 2 : 1);
    assert.ok(lines.every(({ proofs, vkeys }) => proofs.length > 0 && vkeys.length > 0));
  }
  const another = { position: 600, id: '00000000-0000-4000-8000-000000000000' };
  const nowhere = await second.link.call('/inside/record', another);
  assert.ok(!('refused' in nowhere) && nowhere.status === 404);
});

// Danger: the record of a restored database takes positions again, and what was sealed before passes for it.
test('startRelay() goes on where a restored database and the log agree, says so, and rings', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-relay-'));
  const before = await openTestDatabase(t);
  await writeRecord(before.database, ['one', 'two', 'three', 'four', 'five']);
  const lost = await openTestLog(t, { dataDir, opened: before });
  await untilSealed(dataDir, 5);
  await lost.stop();
  const old = await recordOf(before);
  const restored = await openTestDatabase(t);
  t.after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10 }));
  for (const row of await before.query('SELECT * FROM outbox WHERE position <= 3 ORDER BY position')) {
    const names = Object.keys(row);
    const values = names.map((_, at) => `$${at + 1}`).join(',');
    await restored.query(`INSERT INTO outbox (${names.join(',')}) VALUES (${values})`, Object.values(row));
  }
  await restored.query('UPDATE outbox_head SET position = 3');
  await writeRecord(restored.database, ['another four']);
  const log = await openTestLog(t, { dataDir, opened: restored });
  const sealed = await untilSealed(dataDir, 7);
  // The alarm stands in the record too, behind what was there.
  const now = (await recordOf(restored)).slice(0, 4);
  const goesOn = { event: 'record.goes_on', id: old[2]?.id, position: 3, sealed: 5 };
  const expected = [...canonicals(old), JSON.stringify(goesOn), now[3]?.canonical];
  assert.deepEqual(sealed.slice(0, 7), expected);
  assert.ok(log.logged.some((line) => line.includes('"alarm":"rollback"')));
  for (const { id, position } of [...old.slice(0, 3), ...now]) {
    const answer = await log.link.call('/inside/record', { id, position });
    assert.ok(!('refused' in answer) && answer.status === 200, `position ${position}`);
  }
  await log.stop();
  const again = await openTestLog(t, { dataDir, opened: restored });
  await writeRecord(restored.database, ['anew']);
  const rows = await recordOf(restored);
  const whole = await untilSealed(dataDir, 6 + rows.length - 3);
  assert.deepEqual(whole.slice(6, 6 + rows.length - 3), canonicals(rows.slice(3)));
  assert.ok(!again.logged.some((line) => line.includes('"alarm":"rollback"')));
});

// Danger: a hole in the record is sealed over, and nobody hears of it.
test('startRelay() seals nothing behind a hole in the record, and rings', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-relay-'));
  const opened = await openTestDatabase(t);
  t.after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10 }));
  await writeRecord(opened.database, ['one']);
  await opened.query('UPDATE outbox_head SET position = 2');
  await writeRecord(opened.database, ['three']);
  const log = await openTestLog(t, { dataDir, opened });
  for (let waited = 0; waited < 240_000 && !log.logged.some((line) => line.includes('has_gap')); waited += 50)
    await delay(50);
  assert.ok(log.logged.some((line) => line.includes('"alarm":"verification_failed"')));
  assert.equal(log.log.house.journal.durableSeq, 0);
});
