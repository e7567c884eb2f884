// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { limits } from '@belfry/contract';
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { addRules, countRule, failedLogin, hitsIn, wordRule } from '../../../test/detection.ts';
import { aSealedLine, logsOf } from '../../../test/engine.ts';
import { type Database, DatabaseUnavailable } from '../../platform/database/database.ts';
import { logLimits } from '../log-limits.ts';
import { SourceZones } from '../receive/source-zones.ts';
import { DetectionMoved, DetectionRun, type RunParts } from './run-detection.ts';

const byHost = 'belfry: { group-by: [src_ip] }';
const login = wordRule('Login', 'Failed password', byHost);
const guessing = countRule('Guessing', 'login', 3, 'generate: true\n');

/** Sealed lines that grow, and what detects in them. */
interface TestRun {
  readonly lines: Record<string, Buffer[]>;
  /** Seals lines behind what there is. */
  seal(raws: readonly string[], log?: string, more?: Readonly<Record<string, unknown>>): void;
  open(parts?: Partial<RunParts>): Promise<DetectionRun>;
  readonly sealedSeq: number;
}

function testRun(opened: TestDatabase): TestRun {
  const lines: Record<string, Buffer[]> = {};
  let seq = 0;
  return {
    lines,
    get sealedSeq() {
      return seq;
    },
    seal: (raws, log = 'technical-2026', more = {}) => {
      const into = lines[log] ?? [];
      lines[log] = into;
      for (const raw of raws) {
        seq += 1;
        into.push(aSealedLine(seq, raw, { format: 'rfc5424', ...more }));
      }
    },
    open: (parts = {}) =>
      DetectionRun.open({
        ...{ logs: logsOf(lines), database: opened.database, zones: new SourceZones() },
        ...{ sealedSeq: () => seq, beginSeq: 0, patience: async () => true, ...parts },
      }),
  };
}

async function toTheEnd(run: DetectionRun): Promise<void> {
  while (await run.step());
}

async function opened(t: TestContext, rules: readonly string[]) {
  const database = await openTestDatabase(t);
  const ids = await addRules(database, rules);
  return { database, ids, test: testRun(database) };
}

/** When lines of tests are received, as `aSealedLine` says. */
const receivedAt = (seq: number) => new Date(Date.UTC(2026, 10, 22, 1, 25) + seq);
const logins = (count: number, ip: string, port = 0) =>
  Array.from({ length: count }, (_, at) => failedLogin({ at: receivedAt(at), ip, port: port + at }));

// Danger: a step whose answer was lost is written twice, or one that was not written is taken for done.
for (const [how, isWritten] of [
  ['not written', false],
  ['written, and nobody said so', true],
] as const) {
  test(`a step that was ${how} counts once`, async (t) => {
    const { database, test } = await opened(t, [login, guessing]);
    let isAway = false;
    const cut: Database = {
      ...database.database,
      change: async (actor, work) => {
        if (isAway && !isWritten) throw new DatabaseUnavailable(null, false);
        const result = await database.database.change(actor, work);
        if (isAway) throw new DatabaseUnavailable(null, true);
        return result;
      },
    };
    const failures: string[] = [];
    const patience = async (failure: string) => {
      failures.push(failure);
      isAway = failures.length < 2;
      return true;
    };
    const run = await test.open({ database: cut, patience });
    test.seal(logins(4, '192.0.2.1'));
    isAway = true;
    await toTheEnd(run);
    assert.equal(failures.length, 2);
    assert.deepEqual(await hitsIn(database), { 'Guessing 192.0.2.1': 1, 'Login 192.0.2.1': 4 });
    assert.equal(run.state.doneSeq, 4);
  });
}

// Danger: two processes detect at once for a moment, after a kill, and everything is found twice.
test('who is not where the database is writes nothing and begins again', async (t) => {
  const { database, test } = await opened(t, [login]);
  const [one, other] = [await test.open(), await test.open()];
  test.seal(logins(2, '192.0.2.1'));
  await toTheEnd(one);
  await assert.rejects(toTheEnd(other), DetectionMoved);
  assert.deepEqual(await hitsIn(database), { 'Login 192.0.2.1': 2 });
});

// Danger: a count that was under way is forgotten at a restart, or what was counted is counted again.
test('correlations go on where they were, with and without a snapshot of the last moment', async (t) => {
  const { database, test } = await opened(t, [login, guessing]);
  const first = await test.open();
  test.seal(logins(1, '192.0.2.1'));
  await toTheEnd(first);
  // Killed: what was remembered after the first step is in no snapshot.
  test.seal(logins(1, '192.0.2.1', 10));
  const second = await test.open();
  await toTheEnd(second);
  await second.close();
  test.seal(logins(1, '192.0.2.1', 20));
  const third = await test.open();
  await toTheEnd(third);
  assert.deepEqual(await hitsIn(database), { 'Guessing 192.0.2.1': 1, 'Login 192.0.2.1': 3 });
  // Told, and not told again by whoever reads it again.
  test.seal(logins(1, '192.0.2.1', 30));
  await toTheEnd(await test.open());
  assert.deepEqual(await hitsIn(database), { 'Guessing 192.0.2.1': 1, 'Login 192.0.2.1': 4 });
});

// Danger: a rule that is put into effect digs up the past, or one that is taken out takes counts of others along.
test('rules change between two steps: new ones look at what comes, others keep what they remember', async (t) => {
  const { database, ids, test } = await opened(t, [login, guessing]);
  const run = await test.open();
  test.seal(logins(2, '192.0.2.1'));
  await toTheEnd(run);
  await addRules(database, [countRule('Two', 'login', 2, 'generate: true\n')]);
  await database.query('UPDATE detection_rule SET is_active = false WHERE id = $1', [ids.get('Login')]);
  await run.renewRules();
  assert.equal(run.state.rules, 2, 'what runs changes between two steps');
  await run.step();
  assert.equal(run.state.rules, 0, 'both counts lost the rule they count');
  assert.equal(run.state.refused, 2);
  await database.query('UPDATE detection_rule SET is_active = true');
  await run.renewRules();
  test.seal(logins(1, '192.0.2.1', 10));
  await toTheEnd(run);
  assert.deepEqual(
    await hitsIn(database),
    { 'Login 192.0.2.1': 3 },
    'a correlation that was gone begins anew',
  );
  test.seal(logins(1, '192.0.2.1', 20));
  await toTheEnd(run);
  assert.deepEqual(await hitsIn(database), { 'Login 192.0.2.1': 4, 'Two 192.0.2.1': 1 });
});

test('a rule that changes leaves a correlation over others what it remembers', async (t) => {
  const { database, test } = await opened(t, [login, guessing]);
  const run = await test.open();
  test.seal(logins(2, '192.0.2.1'));
  await toTheEnd(run);
  await addRules(database, [wordRule('Other', 'nothing like it')]);
  await run.renewRules();
  test.seal(logins(1, '192.0.2.1', 10));
  await toTheEnd(run);
  assert.equal((await hitsIn(database))['Guessing 192.0.2.1'], 1);
});

// Danger: a failed login in one log and the success in another are seen the wrong way round, or differently each time.
test('entries of all logs are looked at in the order of their receipt', async (t) => {
  const { database, test } = await opened(t, [
    wordRule('Bad', 'Failed password', byHost),
    wordRule('Good', 'Accepted password', byHost),
    `title: Broke in
id: broke-in
correlation: { type: temporal_ordered, rules: [bad, good], group-by: [src_ip], timespan: 1h, generate: true }
`,
  ]);
  const run = await test.open();
  const good = (port: number, ip: string) => failedLogin({ ip, port }).replace('Failed', 'Accepted');
  // The success first, in the log that comes first by name: no break-in.
  test.seal([good(1, '192.0.2.1')], 'audit-2026');
  test.seal([failedLogin({ ip: '192.0.2.1', port: 2 }), failedLogin({ ip: '192.0.2.2', port: 3 })]);
  test.seal([good(4, '192.0.2.2')], 'audit-2026');
  // A new year: a new log, with higher numbers.
  test.seal([failedLogin({ ip: '192.0.2.3', port: 5 })], 'technical-2027');
  test.seal([good(6, '192.0.2.3')], 'audit-2027');
  await toTheEnd(run);
  const hits = await hitsIn(database);
  assert.deepEqual(
    Object.keys(hits).filter((name) => name.startsWith('Broke')),
    ['Broke in 192.0.2.2', 'Broke in 192.0.2.3'],
  );
});

// Danger (hostile): PostgreSQL refuses NUL and half a pair in JSON, and nothing is ever written again.
test('what a sender writes into a key never keeps hits from being written', async (t) => {
  const { database, test } = await opened(t, [
    wordRule('Login', 'word', 'belfry: { group-by: [message, "a\\0b"] }'),
  ]);
  const run = await test.open();
  const nasty = `<38>1 2026-11-22T01:25:00Z web1 sshd 12 - - word \u0000 \ud800 ${'x'.repeat(500)}`;
  test.seal([nasty]);
  await toTheEnd(run);
  const [hit] = await database.query<{ key: [string, string][] }>('SELECT key FROM detection_hit');
  assert.equal(hit?.key[0]?.[1].length, limits.findingKeyValueCharactersMax);
  assert.equal(hit?.key[1]?.[1], '');
  assert.equal(run.state.counters['failed'], 0);
});

// Danger: a claim of a wrong clock puts an entry after everything that is still to come, or before all that was.
test('times that are claimed count within reason', async (t) => {
  const { database, test } = await opened(t, [login, guessing]);
  const run = await test.open();
  const hour = 3_600_000;
  const at = (ms: number) => new Date(receivedAt(0).getTime() + ms);
  const ports = [1, 2, 3, 4, 5, 6, 7, 8];
  const say = (ip: string, ms: number) => failedLogin({ ip, at: at(ms), port: ports.shift() ?? 0 });
  // Of a clock three days ahead: counts when we had it.
  test.seal([say('192.0.2.1', 72 * hour), say('192.0.2.1', 0), say('192.0.2.1', 0)]);
  // Three days old, all of them: they count together, at their own time.
  test.seal([say('192.0.2.2', -72 * hour), say('192.0.2.2', -72 * hour), say('192.0.2.2', -72 * hour)]);
  // Three days older than what came of that key before: too late to count with it.
  test.seal([say('192.0.2.1', -72 * hour)]);
  await toTheEnd(run);
  assert.deepEqual(await hitsIn(database), {
    'Guessing 192.0.2.1': 1,
    'Guessing 192.0.2.2': 1,
    'Login 192.0.2.1': 4,
    'Login 192.0.2.2': 3,
  });
  assert.equal(run.state.counters['late'], 1);
  const [newest] = await database.query<{ last_at: Date }>(
    'SELECT max(last_at) AS last_at FROM detection_hit',
  );
  assert.ok((newest?.last_at.getTime() ?? 0) <= receivedAt(100).getTime());
});

// Danger (hostile): every entry hits with a key of its own, and rows pile up without end.
test('a flood of keys is bounded in a step, and counted', async (t) => {
  const { database, test } = await opened(t, [login]);
  const run = await test.open();
  const count = 3_000;
  test.seal(
    Array.from({ length: count }, (_, at) =>
      failedLogin({ ip: `10.0.${at >> 8}.${at & 255}`, port: 1, at: receivedAt(at) }),
    ),
  );
  await toTheEnd(run);
  const hits = await hitsIn(database);
  const total = Object.values(hits).reduce((sum, each) => sum + each, 0);
  assert.equal(total, count);
  const others = hits['Login (others)'] ?? 0;
  assert.ok(others >= count - 3 * logLimits.detectionKeysOfRuleMax && others > 0, `${others}`);
  assert.equal(run.state.counters['keysCut'], others);
});

test('hits nobody takes up make detection wait, and then it goes on', async (t) => {
  const { database, ids, test } = await opened(t, [login]);
  await database.query(
    `INSERT INTO detection_hit (rule_id, key, hit_count, first_at, last_at, entries, found_at)
     SELECT $1, '[]', 1, now(), now(), '[]', now() FROM generate_series(1, $2::int)`,
    [ids.get('Login'), logLimits.detectionRowsWaitingMax],
  );
  const run = await test.open();
  test.seal(logins(2, '192.0.2.1'));
  await toTheEnd(run);
  assert.deepEqual([run.state.isHeld, run.state.doneSeq], [true, 0]);
  await database.query('DELETE FROM detection_hit');
  await toTheEnd(run);
  assert.deepEqual([run.state.isHeld, run.state.doneSeq], [false, 2]);
  assert.deepEqual(await hitsIn(database), { 'Login 192.0.2.1': 2 });
});

// Danger (hostile): an expression made to backtrack for years stops everything that comes after it.
test('a rule and a line made to explode do not hold the stream up', async (t) => {
  const { database, test } = await opened(t, [
    login,
    `title: Explodes
id: explodes
logsource: { product: linux }
detection: { a: { message|re: '(a+)+b(x|xx)*$' }, condition: a }
`,
  ]);
  const run = await test.open();
  test.seal([
    `<38>1 2026-11-22T01:25:00Z web1 sshd 12 - - ${'a'.repeat(60_000)}!`,
    ...logins(1, '192.0.2.1'),
  ]);
  const begun = performance.now();
  await toTheEnd(run);
  assert.ok(performance.now() - begun < 30_000);
  assert.deepEqual(await hitsIn(database), { 'Login 192.0.2.1': 1 });
});

test('cost and hits of rules are kept by day', async (t) => {
  const { database, test } = await opened(t, [login]);
  const run = await test.open();
  test.seal(logins(200, '192.0.2.1'));
  await toTheEnd(run);
  await run.close();
  const [figure] = await database.query<{ hit_count: string; asked_count: string; cost_us: string }>(
    'SELECT * FROM rule_figure',
  );
  assert.equal(figure?.hit_count, '200');
  assert.ok(Number(figure?.asked_count) >= Math.floor(200 / logLimits.detectionCostEveryEvents));
  const seen = await database.query(
    'SELECT sum(event_count) AS count FROM logsource_figure WHERE product = $1',
    ['linux'],
  );
  assert.ok(Number(seen[0]?.['count']) >= 200);
});

// Danger: detection that starts for the first time on an old logbook reports years of it at once.
test('detection begins with what comes, and finds its place in a log without reading it', async (t) => {
  const { database, test } = await opened(t, [login]);
  test.seal(logins(1_000, '192.0.2.1'));
  test.seal(['<38>1 2026-11-22T01:25:00Z web1 sshd 12 - - x'], 'audit-2026');
  const run = await test.open({ beginSeq: test.sealedSeq });
  test.seal(logins(2, '192.0.2.2'));
  await toTheEnd(run);
  assert.deepEqual(await hitsIn(database), { 'Login 192.0.2.2': 2 });
});
