// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { aSealedLine, logsOf, openTestEngine } from '../../../test/engine.ts';
import { type Engine, EngineAway, openEngine } from './engine.ts';
import { Indexer } from './indexer.ts';
import { compareRow, type EntryRow } from './row.ts';
import { writtenColumns } from './table.ts';

const entryOf = (seq: number) =>
  aSealedLine(
    seq,
    `<86>Nov 22 01:25:01 web${seq % 7} sshd[${seq}]: Failed password for jan${seq} from 10.0.42.7 port 2222 ssh2`,
  );

async function stored(engine: Engine) {
  const [row] = await engine.rows<{ rows: number; different: number; last: number }>({
    sql: 'SELECT count() AS rows, uniqExact(`log`, `index`) AS different, max(`index`) AS last FROM log_entry',
    parameters: {},
  });
  return row;
}

// Danger: kill -9 of the engine in the middle of an insert loses a range, or puts it in twice.
test('Indexer loses and doubles nothing while the engine is killed twenty times', {
  timeout: 600_000,
}, async (t) => {
  const technical = Array.from({ length: 60_000 }, (_, seq) => entryOf(seq));
  const functional = Array.from({ length: 5_000 }, (_, seq) => entryOf(seq + 60_000));
  const { supervisor } = await openTestEngine(t);
  const indexer = new Indexer(logsOf({ 'technical-2026': technical, 'functional-2026': functional }, 1_500));
  let engine: Engine | null = null;
  supervisor.onAddress((address) => {
    void engine?.close();
    engine = address === null ? null : openEngine(address);
    indexer.forget();
  });
  t.after(() => engine?.close());
  let kills = 0;
  let steps = 0;
  for (let hasMore = true; hasMore || kills < 20; ) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const using: Engine | null = engine;
    if (using === null) continue;
    steps += 1;
    // At another moment of the insert each time.
    const kill = kills < 20 && steps % 2 === 0 ? setTimeout(() => killEngine(), (kills * 7) % 60) : null;
    try {
      hasMore = await indexer.step(using);
    } catch (error) {
      assert.ok(error instanceof EngineAway || error instanceof Error);
      indexer.forget();
    }
    if (kill !== null) await new Promise((resolve) => setTimeout(resolve, 60));
  }
  function killEngine(): void {
    const { pid } = supervisor;
    if (pid === null) return;
    kills += 1;
    process.kill(pid, 'SIGKILL');
  }
  assert.ok(engine !== null);
  assert.equal(kills, 20);
  assert.deepEqual(await stored(engine), { rows: 65_000, different: 65_000, last: 59_999 });
});

/** An engine that fails once, before or after it wrote. */
function failing(engine: Engine, wrote: boolean): Engine {
  let isFirst = true;
  return {
    ...engine,
    insert: async (table, lines, token) => {
      if (wrote || !isFirst) await engine.insert(table, lines, token);
      if (!isFirst) return;
      isFirst = false;
      throw new EngineAway('The connection broke');
    },
  };
}

for (const wrote of [false, true]) {
  // Danger: the answer of an insert is lost; sent again it is doubled, not sent again it is missing.
  test(`Indexer has every entry once when an insert ${wrote ? 'was written and' : 'was not written and'} not answered`, {
    timeout: 600_000,
  }, async (t) => {
    const { engine } = await openTestEngine(t);
    const indexer = new Indexer(
      logsOf({ 'technical-2026': Array.from({ length: 3_000 }, (_, seq) => entryOf(seq)) }),
    );
    const unsure = failing(engine, wrote);
    await assert.rejects(indexer.step(unsure), EngineAway);
    while (await indexer.step(unsure));
    assert.deepEqual(await stored(engine), { rows: 3_000, different: 3_000, last: 2_999 });
    assert.equal(indexer.state.behind, 0);
  });
}

// Danger: a loss of power takes rows the engine had acknowledged, with newer ones behind them; a search lacks them for ever.
test('Indexer inserts again what is missing between its rows, once, when the engine starts', {
  timeout: 600_000,
}, async (t) => {
  const { engine } = await openTestEngine(t);
  const lines = Array.from({ length: 70_000 }, (_, seq) => entryOf(seq));
  const indexer = new Indexer(logsOf({ 'technical-2026': lines, 'functional-2026': lines.slice(0, 10) }));
  while (await indexer.step(engine));
  const gone = '(index >= 100 AND index < 5000) OR index = 65535 OR (index >= 65536 AND index < 66000)';
  await engine.command(`ALTER TABLE log_entry DELETE WHERE ${gone} SETTINGS mutations_sync = 2`);
  indexer.forget();
  while (await indexer.step(engine));
  assert.equal(indexer.state.mended, 4_900 + 1 + 464);
  assert.deepEqual(await stored(engine), { rows: 70_010, different: 70_010, last: 69_999 });
  // Lost once more, and a whole segment with it: the token of the first time must not hide it.
  const more = "log = 'technical-2026' AND index < 65536";
  await engine.command(`ALTER TABLE log_entry DELETE WHERE ${more} SETTINGS mutations_sync = 2`);
  indexer.forget();
  while (await indexer.step(engine));
  assert.deepEqual(await stored(engine), { rows: 70_010, different: 70_010, last: 69_999 });
  indexer.forget();
  assert.equal(await indexer.step(engine), false);
});

// Danger: after an upgrade old entries are found by what the earlier version read, for ever, and nobody is told; or the
// month that is read again is lost to a crash, or doubled.
test('Indexer reads again by itself what another version read, also when it is interrupted', {
  timeout: 600_000,
}, async (t) => {
  const { engine } = await openTestEngine(t);
  const lines = Array.from({ length: 30_000 }, (_, seq) => entryOf(seq));
  const indexer = new Indexer(logsOf({ 'technical-2026': lines, 'functional-2026': lines.slice(0, 10) }));
  while (await indexer.step(engine));
  assert.equal(indexer.state.toReadAgain, 0);
  const other = "ALTER TABLE log_entry UPDATE reading = 1, user = 'old' WHERE log = 'technical-2026'";
  await engine.command(`${other} SETTINGS mutations_sync = 2`);
  indexer.forget();
  assert.equal(await indexer.step(engine), true);
  assert.deepEqual([indexer.state.toReadAgain, (await stored(engine))?.rows], [1, 30_010]);
  // The month is out, part of it is in again, and the process ends.
  await indexer.step(engine);
  await indexer.step(engine);
  const left = (await stored(engine))?.rows ?? 0;
  assert.ok(left < 30_010, `${left} rows`);
  indexer.forget();
  while (await indexer.step(engine));
  assert.deepEqual(await stored(engine), { rows: 30_010, different: 30_010, last: 29_999 });
  const [old] = await engine.rows<{ count: number }>({
    sql: "SELECT count() AS count FROM log_entry WHERE reading = 1 OR user = 'old'",
    parameters: {},
  });
  assert.deepEqual([old?.count, indexer.state.toReadAgain], [0, 0]);
});

const readOtherwise = 'ALTER TABLE log_entry UPDATE reading = 1 WHERE 1 SETTINGS mutations_sync = 2';

async function readByAnother(engine: Engine): Promise<number | undefined> {
  const [row] = await engine.rows<{ count: number }>({
    sql: 'SELECT count() AS count FROM log_entry WHERE reading = 1',
    parameters: {},
  });
  return row?.count;
}

// Danger: what comes while months are read again goes with them, is missing until the next start, and whoever opens it
// is told of tampering.
test('Indexer reads a month again with the entries that came since it was listed', {
  timeout: 600_000,
}, async (t) => {
  const { engine } = await openTestEngine(t);
  const lines = Array.from({ length: 300 }, (_, seq) => entryOf(seq));
  const growing = lines.slice(0, 100);
  const indexer = new Indexer(logsOf({ 'functional-2026': growing, 'technical-2026': lines }));
  while (await indexer.step(engine));
  await engine.command(readOtherwise);
  indexer.forget();
  await indexer.step(engine);
  assert.equal(indexer.state.toReadAgain, 2);
  // New entries take turns with old ones, and the other log goes first: these are in before their month is out.
  growing.push(...lines.slice(100, 150));
  while (await indexer.step(engine));
  assert.deepEqual(await stored(engine), { rows: 450, different: 450, last: 299 });
  const { mended, takenOut, toReadAgain } = indexer.state;
  assert.deepEqual([await readByAnother(engine), mended, takenOut, toReadAgain], [0, 0, 2, 0]);
});

// Danger: the month is out, the question what is missing fails, and nobody remembers the month; or an engine that
// takes nothing out is asked for ever.
test('Indexer finds a month that it took out before a failure, and does not ask again where it is refused', {
  timeout: 600_000,
}, async (t) => {
  const { engine } = await openTestEngine(t);
  const lines = Array.from({ length: 300 }, (_, seq) => entryOf(seq));
  const indexer = new Indexer(logsOf({ 'functional-2026': lines.slice(0, 100), 'technical-2026': lines }));
  while (await indexer.step(engine));
  await engine.command(readOtherwise);
  indexer.forget();
  const refusing: Engine = {
    ...engine,
    command: async (sql) => {
      if (sql.includes('DROP PARTITION')) throw new Error('Refused');
      await engine.command(sql);
    },
  };
  await indexer.step(refusing);
  await assert.rejects(indexer.step(refusing), /Refused/);
  await assert.rejects(indexer.step(refusing), /Refused/);
  assert.equal(await indexer.step(refusing), false);
  assert.deepEqual([(await stored(engine))?.rows, await readByAnother(engine)], [400, 400]);

  indexer.forget();
  const unlucky: Engine = {
    ...engine,
    rows: async (statement, ...more) => {
      if (statement.sql.includes('DISTINCT')) throw new Error('Too much');
      return await engine.rows(statement, ...more);
    },
  };
  await indexer.step(unlucky);
  await assert.rejects(indexer.step(unlucky), /Too much/);
  assert.equal((await stored(engine))?.rows, 100);
  while (await indexer.step(engine));
  assert.deepEqual([(await stored(engine))?.rows, await readByAnother(engine)], [400, 0]);
});

test('Indexer builds anew what was thrown away', { timeout: 600_000 }, async (t) => {
  const { engine } = await openTestEngine(t);
  const indexer = new Indexer(
    logsOf({ 'technical-2026': Array.from({ length: 3_000 }, (_, seq) => entryOf(seq)) }),
  );
  while (await indexer.step(engine));
  await indexer.rebuild(engine);
  while (await indexer.step(engine));
  assert.deepEqual(await stored(engine), { rows: 3_000, different: 3_000, last: 2_999 });
});

// Danger: an entry that comes in a year nobody lives in opens partitions by the thousand, or ends the indexer.
test('Indexer takes whatever senders claim, and every row says what its line says', {
  timeout: 600_000,
}, async (t) => {
  const { engine } = await openTestEngine(t);
  const raws = [
    '{"time":"1970-01-01T00:00:00Z","message":"old"}',
    '{"time":"2100-01-01T00:00:00Z","message":"new"}',
    '{"time":"+999999-01-01T00:00:00Z","message":"never"}',
    `{"message":"${'x'.repeat(200_000)}"}`,
    JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`name${at}`, at]))),
    '{"message":"lone \\ud800 surrogate","user":"\\udfff"}',
    'NUL \u0000 and \u2028 and \u202e',
    '{"bytes":1e300,"pid":-1,"src":"999.1.1.1","severity":"99"}',
    '<134>1 2026-11-22T01:25:00Z host app - - - \ufeffmessage',
    '',
  ];
  const lines = [
    ...raws.map((raw, seq) => aSealedLine(seq, raw)),
    aSealedLine(90, '{"event":"report.received"}', { stream: 'desk', transport: 'outbox', format: 'desk' }),
    aSealedLine(91, 'again', { dup: 90, part: [1, 2], cut: 5_000_000 }),
  ];
  const indexer = new Indexer(logsOf({ 'technical-2026': lines }));
  while (await indexer.step(engine));
  const columns = writtenColumns.map(({ name }) => `\`${name}\``).join(', ');
  const rows = await engine.rows<EntryRow>({
    sql: `SELECT ${columns} FROM log_entry ORDER BY \`index\``,
    parameters: {},
  });
  assert.equal(rows.length, lines.length);
  for (const [index, line] of lines.entries()) {
    assert.deepEqual(compareRow(line, 'technical-2026', index, rows[index] ?? {}), [], `line ${index}`);
  }
  // Danger: what another release made of a line rings as a forgery, or hides one of what is sealed.
  const earlier = { ...rows[0], reading: 0, user: 'read otherwise' };
  const line0 = lines[0] ?? Buffer.alloc(0);
  assert.deepEqual(compareRow(line0, 'technical-2026', 0, earlier), []);
  assert.deepEqual(compareRow(line0, 'technical-2026', 0, { ...earlier, seq: 999_999 }), ['seq']);
  assert.equal(rows[raws.length]?.['text'], '');
  const [partitions] = await engine.rows<{ count: number }>({
    sql: 'SELECT uniqExact(partition) AS count FROM system.parts WHERE active',
    parameters: {},
  });
  assert.equal(partitions?.count, 1);
});
