// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { held } from '../test/held.ts';
import {
  type CheckSignature,
  consistencyProof,
  cosignatureVerifier,
  cosignedAt,
  ed25519Verifier,
  formatAddCheckpoint,
  formatNote,
  formatTlogProof,
  formatVkey,
  growTree,
  hexOfBytes,
  inclusionProof,
  isFault,
  leafHash,
  openCheckpoint,
  openNote,
  openTlogProof,
  parseAddCheckpoint,
  parseNote,
  parseTlogProof,
  parseVkey,
  readFrom,
  reasonNotConsistent,
  reasonNotIncluded,
  rootAt,
  tileOfPath,
  tilePath,
  tilesBetween,
  witnessAnswer,
} from './index.ts';

const vectors = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'));
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
/** Node's own Ed25519, for keys as the formats carry them. */
const checkEd25519: CheckSignature = (publicKey, message, signature) =>
  verify(
    null,
    message,
    createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]),
      format: 'der',
      type: 'spki',
    }),
    signature,
  );

describe('vectors of the tree', () => {
  const tree = vectors('tree');
  const leaves: Uint8Array[] = tree.entries.map((hex: string) => leafHash(bytes(hex)));

  it('roots, read whole and grown one by one', () => {
    const grown = held(growTree(0, []));
    tree.roots.forEach((root: string, size: number) => {
      assert.equal(hexOfBytes(rootAt(size, readFrom(leaves))), root);
      assert.equal(hexOfBytes(grown.root()), root);
      if (size < leaves.length) grown.append(leaves[size] as Uint8Array);
    });
  });

  it('inclusion proofs are the ones given, and hold', () => {
    for (const { index, proof, size } of tree.inclusion) {
      const made = held(inclusionProof(index, size, readFrom(leaves)));
      assert.deepEqual(made.map(hexOfBytes), proof);
      const root = bytes(tree.roots[size]);
      assert.equal(
        reasonNotIncluded({ leaf: leaves[index] as Uint8Array, index, size, proof: made, root }),
        null,
      );
    }
  });

  it('consistency proofs are the ones given, and hold', () => {
    for (const { old, proof, size } of tree.consistency) {
      const made = held(consistencyProof(old, size, readFrom(leaves)));
      assert.deepEqual(made.map(hexOfBytes), proof);
      const [oldRoot, root] = [bytes(tree.roots[old]), bytes(tree.roots[size])];
      assert.equal(reasonNotConsistent({ old, oldRoot, size, root, proof: made }), null);
    }
  });
});

describe('vectors of tiles', () => {
  const tiles = vectors('tiles');
  it('paths both ways, tiles of trees, and what is no path', () => {
    for (const { index, level, path, width } of tiles.paths) {
      assert.equal(tilePath({ level, index, width }), path);
      assert.deepEqual(tileOfPath(path), { level, index, width });
    }
    for (const { size, tiles: expected } of tiles.trees) {
      assert.deepEqual(tilesBetween(0, size).map(tilePath), expected);
    }
    for (const path of tiles.noPaths) assert.ok(isFault(tileOfPath(path)), path);
  });
});

describe('vectors of notes and checkpoints', () => {
  const given = vectors('checkpoint');
  const logKey = held(parseVkey(given.logVkey));
  const witnessKey = held(parseVkey(given.witnessVkey));
  const log = ed25519Verifier(logKey, checkEd25519);
  const witness = cosignatureVerifier(witnessKey, checkEd25519);

  it('a note of another implementation opens', async () => {
    const key = held(parseVkey(given.note.vkey));
    assert.equal(formatVkey(key), given.note.vkey);
    const note = held(parseNote(given.note.signed));
    assert.equal(formatNote(note), given.note.signed);
    assert.equal(held(await openNote(note, [ed25519Verifier(key, checkEd25519)])).verified.length, 1);
  });

  it('a checkpoint with the signature of its log and a cosignature opens', async () => {
    const note = held(parseNote(given.signed));
    const opened = held(await openCheckpoint(note, given.origin, [log, witness]));
    assert.deepEqual([opened.size, hexOfBytes(opened.root)], [given.size, given.root]);
    assert.deepEqual(
      opened.note.verified.map(({ name }) => name),
      [logKey.name, witnessKey.name],
    );
    assert.equal(cosignedAt(opened.note.verified[1] as never), given.cosignedAt);
  });

  it('an ML-DSA-44 cosignature is asked about the message given', async () => {
    let asked = '';
    const key = { ...witnessKey, type: 0x06 };
    const verifier = cosignatureVerifier(key, (_key, message) => {
      asked = hexOfBytes(message);
      return true;
    });
    const signature = Buffer.concat([
      Buffer.from(given.cosignedAt.toString(16).padStart(16, '0'), 'hex'),
      Buffer.alloc(2420),
    ]);
    const text = held(parseNote(given.signed)).text;
    assert.equal(await verifier.verify(text, signature), true);
    assert.equal(asked, given.mlDsa44Message);
  });

  it('a proof file proves its entry, and only that', async () => {
    const proof = held(parseTlogProof(given.proof.file));
    assert.equal(formatTlogProof(proof), given.proof.file);
    const proven = await openTlogProof(proof, bytes(given.proof.entry), given.origin, [log, witness]);
    assert.equal(held(proven).index, 13);
    const other = await openTlogProof(proof, bytes('00'), given.origin, [log, witness]);
    assert.equal(isFault(other) && other.fault, 'proof.root_differs');
  });

  it('a witness takes the checkpoint that continues its last', async () => {
    const asked = held(parseAddCheckpoint(given.addCheckpoint.body));
    assert.equal(formatAddCheckpoint(asked), given.addCheckpoint.body);
    const last = {
      origin: given.origin,
      size: given.addCheckpoint.last.size,
      root: bytes(given.addCheckpoint.last.root),
    };
    assert.equal((await witnessAnswer(asked, given.origin, last, [log])).status, 200);
  });
});
