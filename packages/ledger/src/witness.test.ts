// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeOf, held } from '../test/held.ts';
import { logSigner, logVerifier, origin } from '../test/keys.ts';
import {
  base64OfBytes,
  formatAddCheckpoint,
  formatCheckpoint,
  leafHash,
  nodeHash,
  parseAddCheckpoint,
  signNote,
  utf8Bytes,
  witnessAnswer,
} from './index.ts';

describe('a witness', () => {
  const leaves = ['a', 'b', 'c'].map((text) => leafHash(utf8Bytes(text)));
  const [one, two] = [leaves[0] as Uint8Array, nodeHash(leaves[0] as Uint8Array, leaves[1] as Uint8Array)];
  const asked = async (size: number, root: Uint8Array, old: number, proof: Uint8Array[]) => ({
    old,
    proof,
    checkpoint: await signNote(formatCheckpoint({ origin, size, root }), [logSigner]),
  });
  const last = { origin, size: 1, root: one };
  const answer = async (...given: Parameters<typeof asked>) =>
    witnessAnswer(await asked(...given), origin, last, [logVerifier]);

  it('follows a log from its first checkpoint', async () => {
    assert.equal((await witnessAnswer(await asked(2, two, 0, []), origin, null, [logVerifier])).status, 200);
    assert.equal((await answer(2, two, 1, [leaves[1] as Uint8Array])).status, 200);
    assert.equal((await answer(1, one, 1, [])).status, 200);
  });

  it('refuses forks, gaps, foreign keys and lies', async () => {
    assert.equal(
      (await witnessAnswer(await asked(2, two, 0, [one]), origin, null, [logVerifier])).status,
      422,
    );
    assert.deepEqual(await answer(1, two, 1, []), { status: 409, size: 1 });
    assert.deepEqual(await answer(2, two, 0, []), { status: 409, size: 1 });
    assert.deepEqual(await witnessAnswer(await asked(2, two, 1, []), origin, null, [logVerifier]), {
      status: 409,
      size: 0,
    });
    assert.equal((await answer(2, two, 3, [])).status, 400);
    assert.equal((await answer(2, one, 1, [leaves[1] as Uint8Array])).status, 422);
    assert.equal((await witnessAnswer(await asked(2, two, 1, []), origin, last, [])).status, 403);
  });

  it('is asked in one text', async () => {
    const request = await asked(2, two, 1, [leaves[1] as Uint8Array]);
    const body = formatAddCheckpoint(request);
    assert.equal(formatAddCheckpoint(held(parseAddCheckpoint(body))), body);
    const hash = base64OfBytes(one);
    for (const wrong of [
      '',
      'old 01\n\n',
      body.replace('old 1', 'old x'),
      body.replace('old 1\n', 'old 1\nAAAA\n'),
      body.replace('old 1\n', 'old 1\n!\n'),
      body.replace('old 1\n', `old 1\n${`${hash}\n`.repeat(63)}`),
    ]) {
      assert.equal(codeOf(parseAddCheckpoint(wrong)), 'witness.malformed', wrong.slice(0, 40));
    }
    assert.equal(codeOf(parseAddCheckpoint('old 0\n\nno note')), 'note.malformed');
  });
});
