// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { formatTlogProof, isFault, parseNote } from '@belfry/ledger';
import { openLogDirectory } from '../src/log/sealing/log-directory.ts';
import { someEntries } from './log-entries.ts';
import { openTestSealing, type TestSealing } from './sealing.ts';

// The commands of the logbook as a person runs them: processes, files, HTTP.

const bin = fileURLToPath(new URL('../../cli/bin/belfry.mjs', import.meta.url));
const LOG = 'technical-2026';

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function belfry(...args: string[]) {
  const child = start(...args);
  let out = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out };
}

async function aHouse(t: TestContext): Promise<TestSealing & { readonly vkeys: readonly string[] }> {
  const house = openTestSealing(t);
  const sealer = await house.open();
  await sealer.take(someEntries(1, 300));
  await sealer.publishAll();
  sealer.close();
  const keys = readFileSync(path.join(house.root, 'keys/log-keys.json'), 'utf8');
  return { ...house, vkeys: (JSON.parse(keys) as { logs: Record<string, string[]> }).logs[LOG] ?? [] };
}

const checkpointOf = (house: TestSealing) =>
  readFileSync(path.join(house.root, 'log', LOG, 'checkpoint'), 'utf8');

/** Starts `belfry witness` and waits until it listens. */
async function aWitness(t: TestContext, house: TestSealing) {
  const data = path.join(house.root, 'witness');
  const keys = path.join(house.root, 'keys/log-keys.json');
  const child = start('witness', '--log', keys, '--data', data, '--port', '0', '--name', 'w.example.net');
  t.after(() => child.kill('SIGKILL'));
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    if (said.includes('http://')) break;
  }
  const address = /http:\/\/[\d.:]+/.exec(said)?.[0] ?? '';
  return {
    vkey: said.split('\n')[0] ?? '',
    add: (body: string) => fetch(`${address}/add-checkpoint`, { method: 'POST', body }),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

// Danger: a witness that forgets at a restart cosigns a second history.
test('belfry witness cosigns over HTTP, and remembers across a restart', async (t) => {
  const house = await aHouse(t);
  const body = `old 0\n\n${checkpointOf(house)}`;
  const first = await aWitness(t, house);
  const cosigned = await first.add(body);
  const signature = await cosigned.text();
  assert.deepEqual([cosigned.status, signature.startsWith('\u2014 w.example.net ')], [200, true]);
  await first.stop();
  const second = await aWitness(t, house);
  assert.equal(second.vkey, first.vkey);
  const again = await second.add(body);
  assert.deepEqual([again.status, (await again.text()).trim()], [409, '300']);
  await second.stop();
  // What it signed verifies by its key, and the bundle carries the key.
  writeFileSync(path.join(house.root, 'log', LOG, 'checkpoint'), checkpointOf(house) + signature);
  const verified = await belfry('verify', house.root, '--witness', first.vkey);
  assert.equal(verified.code, 0, verified.out);
  const to = path.join(house.root, 'entries.zip');
  const range = ['--log', LOG, '--from', '3', '--until', '9'];
  const given = ['--data', house.root, ...range, '--witness', first.vkey, '--to', to];
  assert.equal((await belfry('export', 'log', ...given)).code, 0);
  assert.ok(readFileSync(to).includes('witness-vkeys.txt'));
  assert.equal((await belfry('verify', to, '--witness', first.vkey)).code, 0);
});

test('belfry verify says of a lone proof whether it is good, altered, by another key, or by none', async (t) => {
  const house = await aHouse(t);
  const other = await aHouse(t);
  const log = openLogDirectory(path.join(house.root, 'log')).open(LOG);
  const checkpoint = parseNote(checkpointOf(house));
  assert.ok(!isFault(checkpoint));
  const proof = path.join(house.root, 'seventh.tlog-proof');
  const hashes = await log.proof(7, 300);
  writeFileSync(proof, formatTlogProof({ extra: null, index: 7, hashes, checkpoint }));
  const line = (await log.line(7))?.toString() ?? '';
  const entry = path.join(house.root, 'seventh.ndjson');
  const verify = async (content: string, ...keys: readonly string[]) => {
    writeFileSync(entry, content);
    return (await belfry('verify', proof, ...keys.flatMap((key) => ['--vkey', key]))).code;
  };
  // Nobody outside vouches for when.
  assert.equal(await verify(line, ...house.vkeys), 3);
  assert.equal(await verify(`${line}\n`, ...house.vkeys), 3);
  assert.equal(await verify(line.replace('attempt', 'Attempt'), ...house.vkeys), 1);
  assert.equal(await verify(line, ...other.vkeys), 1);
  assert.equal(await verify(line), 2);
});
