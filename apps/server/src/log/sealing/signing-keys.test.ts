// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { isFault, openNote, parseNote } from '@belfry/ledger';
import { anEntry } from '../../../test/log-entries.ts';
import { openTestSealing } from '../../../test/sealing.ts';
import { endRotation, rotateKey } from './rotate-key.ts';
import { verifierOf } from './signing-keys.ts';

const NAME = 'technical-2026';

async function signaturesOf(content: string, vkeys: readonly string[]): Promise<string[]> {
  const note = parseNote(content);
  assert.ok(!isFault(note));
  const verified: string[] = [];
  for (const vkey of vkeys) {
    const verifier = verifierOf(vkey);
    assert.ok(verifier !== null);
    const opened = await openNote(note, [verifier]);
    if (!isFault(opened)) verified.push(vkey);
    else assert.equal(opened.fault, 'note.unsigned');
  }
  return verified;
}

test('a missing signing key beside signed logs is an alarm, and no new key is made in silence', async (t) => {
  const sealing = openTestSealing(t);
  const sealer = await sealing.open();
  await sealer.take([anEntry()]);
  await sealer.publishAll();
  sealer.close();
  const file = path.join(sealing.root, 'keys/log-signing.key');
  const seed = readFileSync(file);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  rmSync(file);
  const refusesToOpen = async (why: RegExp) => await assert.rejects(async () => await sealing.open(), why);
  await refusesToOpen(/is missing although logs were signed/);
  // Also where the public keys went with it.
  const publicKeys = path.join(sealing.root, 'keys/log-keys.json');
  const known = readFileSync(publicKeys);
  rmSync(publicKeys);
  await refusesToOpen(/is missing although logs were signed/);
  writeFileSync(publicKeys, known);
  writeFileSync(file, 'short');
  await refusesToOpen(/5 bytes instead of 32/);
  // A key of somebody else.
  writeFileSync(file, Buffer.alloc(32, 7));
  const other = await sealing.open();
  await other.take([anEntry(), anEntry({ seq: 2 })]);
  await assert.rejects(other.publishAll(), /is not the key that signed it/);
  assert.ok(sealing.news.some((each) => each.kind === 'alarm' && each.alarm === 'signing_key'));
  other.close();
  writeFileSync(file, seed);
  const again = await sealing.open();
  await again.take([anEntry(), anEntry({ seq: 2 })]);
  await again.publishAll();
  again.close();
  assert.equal((await sealing.linesOf(NAME)).length, 2);
});

test('rotateKey() makes both keys sign, and endRotation() only the new one, while the log is sealed', async (t) => {
  const sealing = openTestSealing(t);
  const keys = path.join(sealing.root, 'keys');
  const sealer = await sealing.open();
  const publish = async (seq: number) => {
    await sealer.take([anEntry({ seq })]);
    await sealer.publishAll();
    const last = sealing.news.findLast((each) => each.kind === 'published');
    assert.ok(last?.kind === 'published');
    return last.content;
  };
  const listed = () =>
    (JSON.parse(readFileSync(path.join(keys, 'log-keys.json'), 'utf8')) as { logs: Record<string, string[]> })
      .logs[NAME] ?? [];
  await publish(1);
  const old = listed();
  const fresh = rotateKey(keys, 'ana')[NAME] ?? [];
  assert.deepEqual(listed(), [...fresh, ...old]);
  assert.throws(() => rotateKey(keys, 'ana'), /under way/);
  assert.deepEqual(await signaturesOf(await publish(2), listed()), [...fresh, ...old]);
  endRotation(keys, 'ana');
  assert.deepEqual(await signaturesOf(await publish(3), listed()), fresh);
  assert.throws(() => endRotation(keys, 'ana'), /none is under way/);
  sealer.close();
  // What the old key signed stays ours.
  const again = await sealing.open();
  again.close();
  assert.deepEqual(
    sealing.news.filter(({ kind }) => kind === 'alarm'),
    [],
  );
});
