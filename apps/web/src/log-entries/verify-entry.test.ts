// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { LogEntryOpened } from '@belfry/contract';
import {
  type CosignatureType,
  cosigner,
  ed25519Signer,
  formatCheckpoint,
  formatTlogProof,
  formatVkey,
  inclusionProof,
  isFault,
  leafHash,
  readFrom,
  rootAt,
  signatureTypes,
  signNote,
  utf8Bytes,
} from '@belfry/ledger';
import { ed25519Of, verifyEntry } from './verify-entry.ts';

const origin = 'log.example.org/technical-2026';
const lines = ['{"raw":"one"}', '{"raw":"two"}', '{"raw":"three"}'];
const index = 1;

async function aKey() {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const make = async (message: Uint8Array) =>
    new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, message as BufferSource));
  return { publicKey, make };
}

let opened: LogEntryOpened;
const check = ed25519Of(crypto.subtle);

/** An entry in a log of three, witnessed once. */
before(async () => {
  const [log, witness] = [await aKey(), await aKey()];
  const read = readFrom(lines.map((line) => leafHash(utf8Bytes(line))));
  const root = rootAt(lines.length, read);
  const hashes = inclusionProof(index, lines.length, read);
  assert.ok(!isFault(hashes));
  const type = signatureTypes.cosignatureEd25519 satisfies CosignatureType;
  const checkpoint = await signNote(formatCheckpoint({ origin, size: lines.length, root }), [
    ed25519Signer(origin, log.publicKey, log.make),
    cosigner(
      { name: 'w.example.org', type, publicKey: witness.publicKey },
      witness.make,
      () => 1_763_800_000,
    ),
  ]);
  opened = {
    ...{ log: 'technical-2026', index, withheld: null, line: lines[index] ?? '', source: null, fields: [] },
    ...{ indexState: 'same', differs: [], sealedSize: lines.length },
    proofs: [
      {
        content: formatTlogProof({ extra: null, index, hashes, checkpoint }),
        size: lines.length,
        timeStamp: null,
      },
    ],
    vkeys: [formatVkey({ name: origin, type: signatureTypes.ed25519, publicKey: log.publicKey })],
    witnesses: [formatVkey({ name: 'w.example.org', type, publicKey: witness.publicKey })],
  };
});

test('verifyEntry() says what was compared, by which key, and who witnessed it', async () => {
  const checked = await verifyEntry(opened, check);
  assert.equal(checked.state, 'held');
  const [proof] = checked.state === 'held' ? checked.proofs : [];
  assert.equal(proof?.key.name, origin);
  assert.equal(proof?.size, 3);
  assert.deepEqual(proof?.witnesses, [{ name: 'w.example.org', at: '2025-11-22T08:26:40.000Z' }]);
});

// Danger: a changed line beside a tick that says verified.
test('verifyEntry() fails for each byte of the line that is not as it was sealed', async () => {
  const line = opened.line ?? '';
  for (let at = 0; at < line.length; at += 1) {
    const other = line[at] === 'x' ? 'y' : 'x';
    const changed = { ...opened, line: `${line.slice(0, at)}${other}${line.slice(at + 1)}` };
    assert.equal((await verifyEntry(changed, check)).state, 'failed', `byte ${at}`);
  }
});

test('verifyEntry() fails for the proof of another entry, of another log, and under another key', async () => {
  const other = formatVkey({
    ...{ name: origin, type: signatureTypes.ed25519 },
    publicKey: (await aKey()).publicKey,
  });
  for (const changed of [
    { ...opened, index: 2 },
    { ...opened, log: 'functional-2026' },
    { ...opened, vkeys: [other] },
    { ...opened, proofs: opened.proofs.map((one) => ({ ...one, content: 'no proof' })) },
  ]) {
    assert.equal((await verifyEntry(changed, check)).state, 'failed');
  }
});

// Danger: what cannot be checked is taken for what was checked.
test('verifyEntry() claims nothing where it cannot check', async () => {
  assert.deepEqual(await verifyEntry(opened, null), { state: 'cannot_check', why: 'no_cryptography' });
  assert.deepEqual(await verifyEntry({ ...opened, vkeys: [] }, check), {
    state: 'cannot_check',
    why: 'no_key',
  });
  assert.deepEqual(await verifyEntry({ ...opened, proofs: [] }, check), { state: 'not_sealed' });
});

test('verifyEntry() fails for a time-stamp that is of something else', async () => {
  const timeStamp = { at: '2026-11-22T00:00:00Z', authority: 'A', response: 'MAA=' };
  const proofs = opened.proofs.map((one) => ({ ...one, timeStamp }));
  const checked = await verifyEntry({ ...opened, proofs }, check);
  assert.equal(checked.state, 'failed');
});
