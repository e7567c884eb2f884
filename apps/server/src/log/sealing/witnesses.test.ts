// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { isFault, openNote, parseNote, verifyLog } from '@belfry/ledger';
import pino from 'pino';
import { someEntries } from '../../../test/log-entries.ts';
import { openTestSealing, type TestSealing } from '../../../test/sealing.ts';
import { filesIn, platform, verifierOfVkey } from '../verify/read-files.ts';
import { createWitnessServer, openWitness, type Witness } from '../witness/index.ts';
import type { Published } from './start-sealing.ts';
import { startWitnesses } from './witnesses.ts';

const LOG = 'technical-2026';
const limits = { witnessEveryMs: 5, witnessAgainMs: 5, witnessAnswerMsMax: 2_000 };

function temporary(t: TestContext): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'belfry-witness-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function vkeysOf(house: TestSealing): string[] {
  return JSON.parse(readFileSync(path.join(house.root, 'keys', 'log-keys.json'), 'utf8')).logs[LOG];
}

const verifiersOf = (vkeys: readonly string[]) => vkeys.flatMap((vkey) => verifierOfVkey(vkey) ?? []);

async function aWitness(t: TestContext, name: string, logs: readonly string[], directory = temporary(t)) {
  const witness = await openWitness({ directory, name, logs: verifiersOf(logs), now: () => 1_770_100_000 });
  const server = createWitnessServer(witness, (error) => assert.fail(String(error)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return { witness, directory, address: { vkey: witness.vkey, url: `http://127.0.0.1:${port}` } };
}

/** A sealed log, and the checkpoints it published. */
async function aLog(t: TestContext, count: number, given: Parameters<typeof someEntries>[2] = {}) {
  const house = openTestSealing(t);
  const sealer = await house.open();
  t.after(() => sealer.close());
  await sealer.take(someEntries(1, count, given));
  await sealer.publishAll();
  return { house, sealer };
}

const newest = (house: TestSealing): Published => {
  const published = house.news.findLast((each) => each.kind === 'published');
  assert.ok(published?.kind === 'published');
  return published;
};

/** Runs the client against witnesses until every published checkpoint was dealt with, or failed so often. */
async function submitted(
  t: TestContext,
  house: TestSealing,
  witnesses: readonly { vkey: string; url: string }[],
  until: (state: { due: number; raised: string[] }) => boolean,
) {
  const raised: string[] = [];
  const cosigned: Published[] = [];
  let publish: (published: Published) => void = () => undefined;
  const running = startWitnesses(
    {
      onPublished: (listener) => {
        publish = listener;
        return () => undefined;
      },
      cosigned: (checkpoint) => void cosigned.push(checkpoint),
    },
    {
      witnesses,
      limits,
      logger: pino({ level: 'silent' }),
      logDir: path.join(house.root, 'log'),
      alarms: {
        raise: (kind, subject, facts) => void raised.push(`${kind} ${subject} ${facts['reason']}`),
        clear: () => undefined,
      },
    },
  );
  t.after(() => running.stop());
  publish(newest(house));
  while (!until({ due: running.due, raised })) await new Promise((resolve) => setTimeout(resolve, 5));
  await running.stop();
  return { cosigned, raised };
}

const isDone = ({ due }: { due: number }) => due === 0;
const isAlarmed = ({ raised }: { raised: string[] }) => raised.length > 0;

const ask = async (witness: Witness, body: string) => await witness.add(Buffer.from(body));

describe('startWitnesses()', () => {
  it('two houses witness each other, and their logs verify as witnessed', async (t) => {
    const [one, two] = [await aLog(t, 300), await aLog(t, 5)];
    const ofOne = await aWitness(t, 'two.example.org/witness', vkeysOf(one.house));
    const ofTwo = await aWitness(t, 'one.example.org/witness', vkeysOf(two.house));
    for (const [{ house, sealer }, by] of [
      [one, ofOne],
      [two, ofTwo],
    ] as const) {
      const { cosigned } = await submitted(t, house, [by.address], isDone);
      assert.equal(cosigned.length, 1);
      // The sealer puts it in the place of its checkpoint, which is still the newest.
      const [checkpoint] = cosigned;
      assert.ok(checkpoint !== undefined && sealer.cosign(LOG, checkpoint.size, checkpoint.content));
      await sealer.take(someEntries(1_000, 400));
      await sealer.publishAll();
      await submitted(t, house, [by.address], isDone);
      await using files = filesIn(path.join(house.root, 'log', LOG));
      const report = await verifyLog({
        files,
        ...platform,
        name: LOG,
        logKeys: verifiersOf(vkeysOf(house)),
        witnesses: verifiersOf([by.witness.vkey]),
        pinned: [],
        checkTimeStamp: () => ({ untrusted: 'nobody' }),
      });
      assert.deepEqual(report.findings, []);
      assert.equal(report.verdict, 'intact');
      assert.deepEqual(new Set(report.anchors.map(({ at }) => at)), new Set([1_770_100_000_000]));
      assert.equal(report.anchors.length, 2);
    }
  });

  // Danger: yesterday's snapshot signs another history, and everybody who remembers is asked nicely.
  it('a witness refuses a log that was rolled back and one that was forked, and there is an alarm', async (t) => {
    const { house } = await aLog(t, 300);
    const { address, witness } = await aWitness(t, 'w.example.org', vkeysOf(house));
    await submitted(t, house, [address], isDone);
    const before = newest(house);
    const other = openTestSealing(t);
    const sealer = await other.open();
    t.after(() => sealer.close());
    // The same keys, another history: the key file is what an attacker would take along.
    for (const file of ['log-signing.key', 'log-keys.json']) {
      writeFileSync(path.join(other.root, 'keys', file), readFileSync(path.join(house.root, 'keys', file)));
    }
    const forked = await other.open();
    t.after(() => forked.close());
    await forked.take(someEntries(1, 200));
    await forked.publishAll();
    const back = await submitted(t, other, [address], isAlarmed);
    assert.match(
      back.raised[0] ?? '',
      /^witness w\.example\.org it has cosigned 300 entries, and the log has 200/,
    );
    await forked.take(someEntries(201, 200, { raw: Buffer.from('another history') }));
    await forked.publishAll();
    const fork = await submitted(t, other, [address], isAlarmed);
    assert.match(fork.raised[0] ?? '', /it answered 422/);
    assert.deepEqual([...back.cosigned, ...fork.cosigned], []);
    // The genuine one goes on.
    assert.equal((await ask(witness, `old 300\n\n${before.content}`)).status, 200);
  });

  it('a witness that is away makes checkpoints wait, and its return settles them', async (t) => {
    const { house } = await aLog(t, 3);
    const { address } = await aWitness(t, 'w.example.org', vkeysOf(house));
    const away = { vkey: address.vkey, url: 'http://127.0.0.1:1' };
    const { raised } = await submitted(t, house, [away], isAlarmed);
    assert.match(raised[0] ?? '', /does not answer/);
    assert.equal((await submitted(t, house, [address], isDone)).cosigned.length, 1);
  });

  it('a cosignature of somebody else counts for nothing', async (t) => {
    const { house } = await aLog(t, 3);
    const { address } = await aWitness(t, 'w.example.org', vkeysOf(house));
    const stranger = await aWitness(t, 'w.example.org', vkeysOf(house));
    const { cosigned, raised } = await submitted(
      t,
      house,
      [{ vkey: stranger.address.vkey, url: address.url }],
      isAlarmed,
    );
    assert.deepEqual([cosigned, /does not hold/.test(raised[0] ?? '')], [[], true]);
  });
});

describe('openWitness()', () => {
  it('remembers over a restart, answers as the protocol says, and knows only its logs', async (t) => {
    const { house } = await aLog(t, 7);
    const { content } = newest(house);
    const { directory, witness } = await aWitness(t, 'w.example.org', vkeysOf(house));
    const first = await ask(witness, `old 0\n\n${content}`);
    assert.equal(first.status, 200);
    const note = parseNote(`${content}${first.body}`);
    assert.ok(!isFault(note));
    assert.ok(!isFault(await openNote(note, verifiersOf([witness.vkey]))));
    const again = await aWitness(t, 'another name', vkeysOf(house), directory);
    assert.equal(again.witness.vkey, witness.vkey);
    assert.deepEqual(await ask(again.witness, `old 0\n\n${content}`), {
      status: 409,
      type: 'text/x.tlog.size',
      body: '7\n',
    });
    assert.equal((await ask(again.witness, `old 7\n\n${content}`)).status, 200);
    assert.equal((await ask(again.witness, `old 8\n\n${content}`)).status, 400);
    assert.equal((await ask(again.witness, 'no checkpoint')).status, 400);
    assert.equal(
      (await ask(again.witness, `old 7\n\n${content.replace('log.example.org', 'other.org')}`)).status,
      404,
    );
    assert.equal((await ask(again.witness, `old 7\n\n${content.replace('\n7\n', '\n8\n')}`)).status, 403);
    const asked = await fetch(`${again.address.url}/add-checkpoint`, {
      method: 'POST',
      body: Buffer.alloc(300_000),
    });
    assert.equal(asked.status, 413);
    assert.equal((await fetch(again.address.url)).status, 404);
  });

  it('does not begin again over a state that is damaged', async (t) => {
    const { house } = await aLog(t, 7);
    const { directory } = await aWitness(t, 'w.example.org', vkeysOf(house));
    writeFileSync(path.join(directory, 'witness.json'), '{"name":');
    const opened = openWitness({ directory, name: 'w', logs: [], now: () => 0 });
    await assert.rejects(opened, { code: 'witness.state_damaged' });
  });
});
