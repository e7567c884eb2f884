// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { ask, indexed, web } from '../../../test/indexed-log.ts';
import { openTestLog } from '../../../test/log.ts';
import { batchOf } from '../../../test/log-entries.ts';
import type {
  AroundAnswer,
  FieldsAnswer,
  HistogramAnswer,
  ParsedAnswer,
  SearchAnswer,
} from './search-shapes.ts';

const everything = { query: '', streams: ['technical', 'desk'], sources: null, from: null, until: null };

const lines = [
  '<86>Nov 22 01:25:01 web1 sshd[123]: Failed password for invalid user jan from 10.0.42.7 port 2222 ssh2',
  '<86>Nov 22 01:25:02 web1 sshd[124]: Accepted password for piet from 10.0.43.9 port 2223 ssh2',
  '<11>Nov 22 01:25:03 db1 postgres[9]: disk is full: cannot write to base/16384',
  '{"time":"2026-11-22T01:25:04Z","level":"warning","host":"app1","message":"slow answer","user":"Zoë","took":250,"request":{"id":"r-7"}}',
];

test('search finds an entry by word, field, person, network, number and attribute', {
  timeout: 600_000,
}, async (t) => {
  const log = await openTestLog(t);
  await log.log.house.journal.append(batchOf(lines, web));
  await indexed(log, everything, 4);
  const find = async (query: string) =>
    (await ask<SearchAnswer>(log, '/inside/search', { ...everything, query })).entries.map(
      ({ message }) => message.split(' ')[0],
    );
  const cases: readonly [string, readonly string[]][] = [
    ['', ['slow', 'disk', 'Accepted', 'Failed']],
    ['FAILED', ['Failed']],
    ['"password for"', ['Accepted', 'Failed']],
    ['"for password"', []],
    ['fail*', ['Failed']],
    ['user:jan', ['Failed']],
    ['user:ZOË', ['slow']],
    ['zoë', ['slow']],
    ['user:p*', ['Accepted']],
    ['src:10.0.0.0/8 -user:piet', ['Failed']],
    ['src:10.0.43.0/24', ['Accepted']],
    ['severity>=error', ['disk']],
    ['severity<=4', ['slow', 'disk']],
    ['outcome:failure OR host:db1', ['disk', 'Failed']],
    ['attr.took>200', ['slow']],
    ['attr.request.id:r-7', ['slow']],
    ['NOT severity>=warning', ['Accepted', 'Failed']],
    ['base/16384', ['disk']],
    ['stream:desk', []],
  ];
  for (const [query, expected] of cases) assert.deepEqual(await find(query), expected, query);
});

// Danger: the index is a copy anybody with the disk can change; what it shows must not pass for what was sealed.
test('a row that was altered or removed is noticed when its entry is opened', {
  timeout: 600_000,
}, async (t) => {
  const log = await openTestLog(t);
  await log.log.house.journal.append(batchOf(lines, web));
  await indexed(log, everything, 4);
  const { entries } = await ask<SearchAnswer>(log, '/inside/search', everything);
  const [first, second, third] = entries;
  const parsed = (entry: typeof first) =>
    ask<ParsedAnswer>(log, '/inside/parsed', { log: entry?.log, index: entry?.index });
  assert.equal((await parsed(first)).index, 'same');
  const engine = log.log.index.engine();
  assert.ok(engine !== null);
  await engine.command(
    `ALTER TABLE log_entry UPDATE user = 'somebody else' WHERE index = ${first?.index} SETTINGS mutations_sync = 2`,
  );
  await engine.command(
    `ALTER TABLE log_entry DELETE WHERE index = ${second?.index} SETTINGS mutations_sync = 2`,
  );
  const altered = await parsed(first);
  assert.deepEqual([altered.index, altered.differs], ['differs', ['user']]);
  assert.equal(altered.fields['user'], 'Zoë');
  assert.equal((await parsed(second)).index, 'missing');
  assert.equal((await parsed(third)).index, 'same');

  const { reindex } = await import('./reindex.ts');
  const { dataDir } = log;
  assert.equal(await reindex({ dataDir, clickhouseUrl: null, onProgress: () => undefined }), 'by the server');
  assert.equal((await parsed(first)).index, 'same');
  await log.stop();
  assert.equal(await reindex({ dataDir, clickhouseUrl: null, onProgress: () => undefined }), 'here');
});

/** Until the index holds a rebuild, or whatever else takes it a while. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}

// Danger: an altered row is seen by whoever opens it and by nobody else; or its alarm rings for ever, and is not heard any more.
test('an altered row rings when its entry is opened, until the row is right again', {
  timeout: 600_000,
}, async (t) => {
  const log = await openTestLog(t);
  await log.log.house.journal.append(batchOf(lines, web));
  await indexed(log, everything, 4);
  const { entries } = await ask<SearchAnswer>(log, '/inside/search', everything);
  const [first, second, third] = entries;
  const subjectOf = (entry: typeof first) => `${entry?.log}/${entry?.index}`;
  const parsed = (entry: typeof first) =>
    ask<ParsedAnswer>(log, '/inside/parsed', { log: entry?.log, index: entry?.index });
  const ringing = async () => [...(await log.log.house.alarms.ringing('verification_failed'))].sort();
  const setUser = async (entry: typeof first, user: string) => {
    const engine = log.log.index.engine();
    assert.ok(engine !== null);
    await engine.command(
      `ALTER TABLE log_entry UPDATE user = '${user}' WHERE index = ${entry?.index} SETTINGS mutations_sync = 2`,
    );
  };
  const rows = () =>
    log.query<{ subject: string; facts: unknown; severity: string; isOver: boolean }>(
      `SELECT subject, facts, severity, cleared_at IS NOT NULL AS "isOver" FROM log_alarm
       WHERE kind = 'verification_failed' ORDER BY subject`,
    );
  await setUser(first, 'somebody else');
  await setUser(third, 'nobody');
  assert.deepEqual(await ringing(), []);
  await parsed(first);
  await parsed(second);
  await parsed(third);
  assert.deepEqual(await ringing(), [subjectOf(first), subjectOf(third)].sort());
  await until(async () => (await rows()).length === 2);
  assert.deepEqual(
    (await rows()).find(({ subject }) => subject === subjectOf(first)),
    {
      ...{ subject: subjectOf(first), severity: 'critical', isOver: false },
      facts: { index: 'differs', columns: 'user' },
    },
  );
  // By hand: opening the entry again proves it.
  await setUser(first, 'Zoë');
  await parsed(first);
  assert.deepEqual(await ringing(), [subjectOf(third)]);
  // By a rebuild: nobody has to open anything.
  log.log.index.rebuild();
  await until(async () => (await ringing()).length === 0);
  assert.equal((await parsed(third)).index, 'same');
  await until(async () => (await rows()).every(({ isOver }) => isOver));
});

// Danger: the index is built anew while the server is stopped; the process after it knows nothing of what rang before.
test('a row that was mended while the server was stopped stops ringing at its start', {
  timeout: 600_000,
}, async (t) => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'belfry-rows-'));
  const log = await openTestLog(t, { dataDir });
  // After the log, whose own end comes first.
  t.after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10 }));
  await log.log.house.journal.append(batchOf(lines, web));
  await indexed(log, everything, 4);
  const { entries } = await ask<SearchAnswer>(log, '/inside/search', everything);
  const [entry] = entries;
  const engine = log.log.index.engine();
  assert.ok(engine !== null && entry !== undefined);
  await engine.command(
    `ALTER TABLE log_entry UPDATE user = 'x' WHERE index = ${entry.index} SETTINGS mutations_sync = 2`,
  );
  await ask<ParsedAnswer>(log, '/inside/parsed', { log: entry.log, index: entry.index });
  await log.stop();
  const open = () =>
    log.query<{ subject: string }>(
      "SELECT subject FROM log_alarm WHERE kind = 'verification_failed' AND cleared_at IS NULL",
    );
  assert.deepEqual(await open(), [{ subject: `${entry.log}/${entry.index}` }]);
  const { reindex } = await import('./reindex.ts');
  assert.equal(await reindex({ dataDir, clickhouseUrl: null, onProgress: () => undefined }), 'here');
  const again = await openTestLog(t, { dataDir, opened: log });
  await until(async () => (await open()).length === 0);
  await again.stop();
});

test('surroundings, histogram, fields, pages and mistakes are answered', { timeout: 600_000 }, async (t) => {
  const log = await openTestLog(t);
  await log.log.house.journal.append(batchOf(lines, web));
  await indexed(log, everything, 4);
  const first = await ask<SearchAnswer>(log, '/inside/search', { ...everything, limit: 3 });
  const rest = await ask<SearchAnswer>(log, '/inside/search', {
    ...everything,
    limit: 3,
    cursor: first.next,
  });
  assert.deepEqual([first.entries.length, rest.entries.length, rest.next], [3, 1, null]);
  const [newest] = first.entries;
  const around = await ask<AroundAnswer>(log, '/inside/around', {
    ...{ log: newest?.log, index: newest?.index, streams: ['technical'], sources: null, before: 2, after: 2 },
  });
  assert.deepEqual(
    around.entries.map(({ seq }) => seq),
    [2, 3, 4],
  );
  const period = { from: '2026-11-22T01:25:00Z', until: '2026-11-22T01:25:10Z' };
  const histogram = await ask<HistogramAnswer>(log, '/inside/histogram', {
    ...everything,
    ...period,
    bars: 10,
  });
  assert.deepEqual(
    histogram.bars.map(({ alerting, count }) => `${count}/${alerting}`).join(' '),
    '0/0 1/0 1/0 1/1 1/0 0/0 0/0 0/0 0/0 0/0',
  );
  const { attributes, fields } = await ask<FieldsAnswer>(log, '/inside/fields', everything);
  assert.deepEqual(fields.find(({ field }) => field === 'host')?.values[0], { value: 'web1', count: 2 });
  assert.ok(attributes.some(({ name }) => name === 'request.id'));
  const values = await ask<FieldsAnswer>(log, '/inside/values', { ...everything, field: 'attr.took' });
  assert.deepEqual(values.fields[0]?.values, [{ value: '250', count: 1 }]);
  const state = await ask<Record<string, unknown>>(log, '/inside/index', null);
  // Entries of our own may have come beside them.
  assert.ok(Number(state['inserted']) >= 4 && state['isAway'] === false);
  const wrong = await log.link.call('/inside/search', { ...everything, query: 'colour:red' });
  assert.ok(!('refused' in wrong) && wrong.status === 422);
  assert.deepEqual(wrong.body, {
    refused: 'log.query_not_understood',
    mistake: { code: 'field_unknown', at: 0, length: 6, text: 'colour' },
  });
});
