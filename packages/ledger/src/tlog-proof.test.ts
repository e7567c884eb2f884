// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeOf, held } from '../test/held.ts';
import { logSigner, logVerifier, origin } from '../test/keys.ts';
import {
  base64OfBytes,
  emptyRoot,
  formatCheckpoint,
  formatTlogProof,
  inclusionProof,
  leafHash,
  nodeHash,
  openTlogProof,
  parseTlogProof,
  readFrom,
  signNote,
  utf8Bytes,
} from './index.ts';

describe('proof files', () => {
  const entries = ['a', 'b', 'c'].map(utf8Bytes);
  const read = readFrom(entries.map((entry) => leafHash(entry)));
  const proven = async () => {
    const root = nodeHash(read(1, 0), read(0, 2));
    const checkpoint = await signNote(formatCheckpoint({ origin, size: 3, root }), [logSigner]);
    return { extra: utf8Bytes('extra'), index: 1, hashes: held(inclusionProof(1, 3, read)), checkpoint };
  };

  it('go there and back, and prove', async () => {
    const proof = await proven();
    const content = formatTlogProof(proof);
    const again = held(parseTlogProof(content));
    assert.equal(formatTlogProof(again), content);
    assert.equal(held(await openTlogProof(again, utf8Bytes('b'), origin, [logVerifier])).index, 1);
    assert.equal(
      codeOf(await openTlogProof(again, utf8Bytes('b'), 'other', [logVerifier])),
      'checkpoint.malformed',
    );
    assert.equal(
      codeOf(await openTlogProof({ ...again, index: 2 }, utf8Bytes('b'), origin, [logVerifier])),
      'proof.wrong_length',
    );
  });

  it('refuse what is malformed', async () => {
    const content = formatTlogProof(await proven());
    const hash = base64OfBytes(emptyRoot());
    for (const wrong of [
      '',
      content.replace('@v1', '@v2'),
      content.replace('index 1', 'index 01'),
      content.replace('index 1\n', ''),
      content.replace('extra ', 'extra !'),
      content.replace('index 1\n', `index 1\nAAAA\n`),
      content.replace('index 1\n', `index 1\n!\n`),
      content.replace('index 1\n', `index 1\n${`${hash}\n`.repeat(62)}`),
      'c2sp.org/tlog-proof@v1\n\nx\n',
    ]) {
      assert.equal(codeOf(parseTlogProof(wrong)), 'proof.malformed', wrong.slice(0, 60));
    }
    assert.equal(codeOf(parseTlogProof('c2sp.org/tlog-proof@v1\nindex 0\n\nno note')), 'note.malformed');
  });
});
