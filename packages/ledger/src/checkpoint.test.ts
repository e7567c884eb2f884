// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeOf, held } from '../test/held.ts';
import { logSigner, logVerifier, origin } from '../test/keys.ts';
import {
  base64OfBytes,
  emptyRoot,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signNote,
} from './index.ts';

describe('checkpoints', () => {
  it('go there and back, with extension lines passed over', () => {
    const checkpoint = { origin, size: 20, root: emptyRoot() };
    assert.deepEqual(parseCheckpoint(formatCheckpoint(checkpoint)), checkpoint);
    assert.deepEqual(parseCheckpoint(`${formatCheckpoint(checkpoint)}more\n`), checkpoint);
    assert.throws(() => formatCheckpoint({ ...checkpoint, origin: 'a\nb' }), RangeError);
    assert.throws(() => formatCheckpoint({ ...checkpoint, origin: '' }), RangeError);
  });

  for (const text of [
    '',
    'a\n1\n',
    `a\n01\n${base64OfBytes(emptyRoot())}\n`,
    'a\n1\nAAAA\n',
    'a\n1\n!\n',
    `a\n1\n${base64OfBytes(emptyRoot())}`,
    `a\n1\n${base64OfBytes(emptyRoot())}\n\nb\n`,
    `\n1\n${base64OfBytes(emptyRoot())}\n`,
  ]) {
    it(`refuses ${JSON.stringify(text).slice(0, 40)}`, () =>
      assert.equal(codeOf(parseCheckpoint(text)), 'checkpoint.malformed'));
  }

  // Danger: the checkpoint of one log passes for that of another under the same key.
  it('opens for its own log only', async () => {
    const note = await signNote(formatCheckpoint({ origin, size: 0, root: emptyRoot() }), [logSigner]);
    assert.equal(held(await openCheckpoint(note, origin, [logVerifier])).size, 0);
    assert.equal(codeOf(await openCheckpoint(note, 'other.example', [logVerifier])), 'checkpoint.malformed');
    assert.equal(codeOf(await openCheckpoint(note, origin, [])), 'note.unsigned');
    assert.equal(
      codeOf(await openCheckpoint(await signNote('text\n', [logSigner]), origin, [logVerifier])),
      'checkpoint.malformed',
    );
  });
});
