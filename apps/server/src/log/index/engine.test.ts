// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { Session } from 'chdb';
import { openTestEngine, superviseTestEngine } from '../../../test/engine.ts';
import { type Engine, EngineAway, EngineTooMuch, openEngine } from './engine.ts';
import { clusterTables, dropPartition, nodeTables } from './table.ts';

/** The engine without anything between: what the front and a server must agree with. */
async function engineInProcess(t: TestContext): Promise<Engine> {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-chdb-'));
  const session = new Session(directory);
  t.after(async () => {
    session.close();
    await rm(directory, { recursive: true, force: true, maxRetries: 10 });
  });
  return {
    rows: async <Row>(statement: Parameters<Engine['rows']>[0], limits?: Parameters<Engine['rows']>[1]) => {
      const settings =
        limits === undefined
          ? ''
          : ` SETTINGS max_execution_time = ${limits.secondsMax}, max_rows_to_read = ${limits.rowsReadMax}, max_result_bytes = ${limits.resultBytesMax}`;
      try {
        const result = await session.queryBindAsync(`${statement.sql}${settings}`, statement.parameters, {
          format: 'JSONEachRow',
        });
        return result
          .text()
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as Row);
      } catch (error) {
        if (error instanceof Error && /Code: (158|159|307|396)\./.test(error.message))
          throw new EngineTooMuch(error.message);
        throw error;
      }
    },
    command: async (sql) => void (await session.queryAsync(sql)),
    insert: async (table, lines, token) => {
      await session.insert({
        table,
        values: lines,
        format: 'JSONEachRow',
        settings: { insert_deduplication_token: token },
      });
    },
    close: async () => undefined,
  };
}

const ways: readonly [string, (t: TestContext) => Promise<Engine>][] = [
  ['in process', engineInProcess],
  ['behind its HTTP front', async (t) => (await openTestEngine(t)).engine],
];
const generous = { secondsMax: 20, rowsReadMax: 1_000_000_000, resultBytesMax: 1_000_000 };

for (const [name, open] of ways) {
  describe(`the engine ${name}`, { timeout: 600_000 }, () => {
    it('creates, inserts once for each token, binds parameters, drops a partition', async (t) => {
      const engine = await open(t);
      for (const sql of nodeTables()) await engine.command(sql);
      for (const sql of nodeTables()) await engine.command(sql);
      const rows = [1, 2, 3].map((index) =>
        JSON.stringify({ log: 'technical-2026', period: 202_611, index, text: `it's \\ "${index}"\n\t` }),
      );
      const lines = Buffer.from(`${rows.join('\n')}\n`);
      await engine.insert('log_entry', lines, 'technical-2026:1-3');
      await engine.insert('log_entry', lines, 'technical-2026:1-3');
      const count = async () =>
        (
          await engine.rows<{ c: number }>({
            sql: 'SELECT toInt32(count()) AS c FROM log_entry',
            parameters: {},
          })
        )[0]?.c;
      assert.equal(await count(), 3);
      const found = await engine.rows<{ text: string }>({
        sql: 'SELECT text FROM log_entry WHERE text = {p0:String} OR has({p1:Array(String)}, text)',
        parameters: { p0: `it's \\ "2"\n\t`, p1: [`it's \\ "3"\n\t`, "'"] },
      });
      assert.equal(found.length, 2);
      assert.equal(found[0]?.text, `it's \\ "2"\n\t`);
      await engine.command(dropPartition('technical-2026', 202_611));
      assert.equal(await count(), 0);
    });

    it('stops what reads more than it may, and refuses what is wrong', async (t) => {
      const engine = await open(t);
      const sum = { sql: 'SELECT sum(sipHash64(number)) AS s FROM numbers(1000000000)', parameters: {} };
      await assert.rejects(engine.rows(sum, { ...generous, rowsReadMax: 1_000_000 }), EngineTooMuch);
      await assert.rejects(
        engine.rows(
          { sql: 'SELECT number FROM numbers(1000000)', parameters: {} },
          { ...generous, resultBytesMax: 1_000 },
        ),
        EngineTooMuch,
      );
      await assert.rejects(engine.rows({ sql: 'SELECT nothing FROM nowhere', parameters: {} }), /nowhere/);
      await assert.rejects(engine.insert('nowhere', Buffer.from('{"a":1}\n'), 'x'), /nowhere/);
    });

    it('reads what is generated for one node and for a cluster', async (t) => {
      const engine = await open(t);
      for (const sql of [...nodeTables(), ...clusterTables('main')]) {
        const tree = await engine.rows<{ explain: string }>({ sql: `EXPLAIN AST ${sql}`, parameters: {} });
        assert.match(tree[0]?.explain ?? '', /^CreateQuery log_entry/);
      }
      assert.match(clusterTables('main').join('\n'), /ReplicatedMergeTree[\s\S]*Distributed/);
      assert.throws(() => clusterTables("x' DROP"), RangeError);
    });
  });
}

// Danger: a search nobody waits for any more keeps both cores of the machine.
it('the engine stops a statement whose caller is gone', { timeout: 600_000 }, async (t) => {
  const { engine } = await openTestEngine(t);
  const gone = new AbortController();
  const running = engine.rows(
    { sql: 'SELECT sum(sipHash64(number)) FROM numbers(100000000000)', parameters: {} },
    { ...generous, rowsReadMax: 1e12 },
    gone.signal,
  );
  const busy = async () => {
    const sql =
      "SELECT query FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'";
    return (await engine.rows({ sql, parameters: {} })).length;
  };
  while ((await busy()) !== 1) await new Promise((resolve) => setTimeout(resolve, 20));
  gone.abort();
  await assert.rejects(running);
  while ((await busy()) !== 0) await new Promise((resolve) => setTimeout(resolve, 20));
});

it('the engine answers nobody without the secret', { timeout: 600_000 }, async (t) => {
  const { address } = await openTestEngine(t);
  const stranger = openEngine({ ...address, password: 'guessed' });
  t.after(() => stranger.close());
  await assert.rejects(stranger.rows({ sql: 'SELECT 1', parameters: {} }), /Authentication failed/);
});

it('an engine that is gone is told from one that refuses', { timeout: 600_000 }, async (t) => {
  const { engine, supervisor } = await openTestEngine(t);
  await supervisor.stop();
  await assert.rejects(engine.rows({ sql: 'SELECT 1', parameters: {} }), EngineAway);
});

// Danger: a search that makes the engine swell takes the machine, and the journal with it.
it('superviseEngine() starts an engine again that holds more memory than it may', {
  timeout: 600_000,
}, async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-index-'));
  const supervisor = superviseTestEngine(t, { directory, memoryBytesMax: 50_000_000 });
  while (supervisor.state.memoryRestarts < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(supervisor.state.rssBytes > 50_000_000);
});

// Danger: two processes in one directory; the engine refuses the second, which has to say why.
it('superviseEngine() says that another process has the directory open', { timeout: 600_000 }, async (t) => {
  const { directory } = await openTestEngine(t);
  const second = superviseTestEngine(t, { directory });
  while (second.state.failure !== 'log.index_locked') await new Promise((resolve) => setTimeout(resolve, 50));
});
