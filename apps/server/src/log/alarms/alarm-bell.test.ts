// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { aClock } from '../../../test/form-visitor.ts';
import { systemIds } from '../../platform/clock/clock.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { openAlarmBell } from './alarm-bell.ts';

const logger = pino({ level: 'silent' });
const MINUTE_MS = 60_000;

async function aDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'belfry-bell-'));
  t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));
  return directory;
}

interface Row {
  kind: string;
  subject: string;
  severity: string;
  raised_at: Date;
  cleared_at: Date | null;
  tell_again_at: Date | null;
  acknowledged_at: Date | null;
}
const rowsOf = (opened: TestDatabase) => opened.query<Row>('SELECT * FROM log_alarm ORDER BY raised_at');
const recorded = async (opened: TestDatabase) =>
  (
    await opened.query<{ event: string }>(
      "SELECT event FROM outbox WHERE event LIKE 'log_alarm.%' ORDER BY position",
    )
  ).map(({ event }) => event);

async function aBell(t: TestContext) {
  const clock = aClock();
  const opened = await openTestDatabase(t, { clock });
  const directory = await aDirectory(t);
  const open = () => openAlarmBell({ directory, database: opened.database, clock, logger });
  return { clock, opened, directory, open };
}

test('one open alarm of a kind and subject: raising again renews it, clearing ends it, both are recorded', async (t) => {
  const { open, opened } = await aBell(t);
  const bell = await open();
  bell.raise('receiver', 'relp', { reason: 'EADDRINUSE' });
  bell.raise('receiver', 'relp', { reason: 'EADDRINUSE' });
  bell.raise('receiver', 'syslog', { reason: 'EACCES' });
  await bell.stop();
  assert.equal((await rowsOf(opened)).length, 2);
  const again = await open();
  again.clear('receiver', 'relp');
  again.clear('receiver', 'never raised');
  await again.stop();
  const rows = await rowsOf(opened);
  assert.deepEqual(rows.map(({ cleared_at, subject }) => [subject, cleared_at !== null]).sort(), [
    ['relp', true],
    ['syslog', false],
  ]);
  assert.deepEqual(await recorded(opened), ['log_alarm.raised', 'log_alarm.raised', 'log_alarm.cleared']);
});

// Danger: the alarm is that the database is gone, and the process ends before it is back: nobody ever hears of it.
test('an alarm that rises while PostgreSQL is away is kept over a restart and told with its own moment', async (t) => {
  const { clock, directory, open, opened } = await aBell(t);
  const away = openDatabase({ ...opened.application, host: '127.0.0.1', port: 1 }, clock, systemIds);
  const bell = await openAlarmBell({ directory, database: away, clock, logger });
  const raisedAt = clock.now();
  bell.raise('disk', 'data directory', { level: 'warn' });
  bell.raise('clock', 'receive', { seconds: 7 });
  bell.clear('clock', 'receive');
  await bell.stop();
  await away.close();
  assert.equal(bell.waiting, 2);
  assert.ok(existsSync(path.join(directory, 'alarms.json')));

  clock.pass(10 * MINUTE_MS);
  const next = await open();
  await next.stop();
  const rows = await rowsOf(opened);
  assert.deepEqual(rows.map(({ kind }) => kind).sort(), ['clock', 'disk']);
  assert.ok(rows.every(({ raised_at }) => raised_at.getTime() === raisedAt.getTime()));
  assert.notEqual(rows.find(({ kind }) => kind === 'clock')?.cleared_at, null);
  assert.equal(existsSync(path.join(directory, 'alarms.json')), false);
});

// Danger: what comes and goes fills mailboxes, until nobody reads them.
test('an alarm that comes back within minutes is the same one, and is not told anew', async (t) => {
  const { clock, open, opened } = await aBell(t);
  const bell = await open();
  // The bell writes by itself, and recorded is what it wrote.
  const turn = async (act: () => void, isWritten: (rows: readonly Row[]) => boolean) => {
    act();
    while (!isWritten(await rowsOf(opened))) await delay(20);
  };
  await turn(
    () => bell.raise('witness', 'w1', {}),
    ([row]) => row !== undefined,
  );
  const toldAt = clock.now();
  await opened.query('UPDATE log_alarm SET told_count = 1, told_at = $1, tell_again_at = NULL', [toldAt]);
  await turn(
    () => bell.clear('witness', 'w1'),
    ([row]) => row?.cleared_at !== null,
  );
  clock.pass(MINUTE_MS);
  await turn(
    () => bell.raise('witness', 'w1', {}),
    ([row]) => row?.cleared_at === null,
  );
  await bell.stop();
  const rows = await rowsOf(opened);
  assert.equal(rows.length, 1);
  assert.equal(rows[0]?.cleared_at, null);
  assert.deepEqual(rows[0]?.tell_again_at, new Date(toldAt.getTime() + 15 * MINUTE_MS));
});

// Danger: somebody took the warning at 80 percent, and nobody hears that the disk is full.
test('an alarm that gets worse is told again at once, whoever took it', async (t) => {
  const { clock, open, opened } = await aBell(t);
  const bell = await open();
  bell.raise('disk', 'data directory', { level: 'warn' });
  while ((await rowsOf(opened)).length === 0) await delay(20);
  await opened.query('UPDATE log_alarm SET acknowledged_at = $1, tell_again_at = NULL', [clock.now()]);
  clock.pass(MINUTE_MS);
  bell.raise('disk', 'data directory', { level: 'closed' });
  await bell.stop();
  const [row] = await rowsOf(opened);
  assert.equal(row?.severity, 'critical');
  assert.equal(row?.acknowledged_at, null);
  assert.deepEqual(row?.tell_again_at, clock.now());
});

test('what the process before raised and nobody renews is over after a while; what was altered stays', async (t) => {
  const { clock, open, opened } = await aBell(t);
  const before = await open();
  before.raise('receiver', 'syslog', {});
  before.raise('verification_failed', 'technical-2026', {});
  await before.stop();
  clock.pass(MINUTE_MS);
  const bell = await open();
  clock.pass(6 * MINUTE_MS);
  await bell.stop();
  const open_ = (await rowsOf(opened)).filter(({ cleared_at }) => cleared_at === null);
  assert.deepEqual(
    open_.map(({ kind }) => kind),
    ['verification_failed'],
  );
});
