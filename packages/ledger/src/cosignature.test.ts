// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { held } from '../test/held.ts';
import { keys, logSigner, origin } from '../test/keys.ts';
import {
  cosignatureVerifier,
  cosignedAt,
  cosigner,
  formatCheckpoint,
  formatNote,
  formatVkey,
  leafHash,
  openNote,
  parseNote,
  parseVkey,
  signatureTypes,
  signNote,
  utf8Bytes,
} from './index.ts';

describe('cosignatures', () => {
  const text = formatCheckpoint({ origin, size: 1, root: leafHash(utf8Bytes('a')) });
  for (const [algorithm, type] of [
    ['ed25519', signatureTypes.cosignatureEd25519],
    ['ml-dsa-44', signatureTypes.cosignatureMlDsa44],
  ] as const) {
    it(`of ${algorithm} hold, state their moment, and hold for nothing else`, async () => {
      const { check, make, publicKey } = keys(algorithm);
      const name = 'witness.example/w1';
      const note = await signNote(text, [
        logSigner,
        cosigner({ name, type, publicKey }, make, () => 1_795_305_600),
      ]);
      const verifier = cosignatureVerifier(held(parseVkey(formatVkey({ name, type, publicKey }))), check);
      const opened = held(await openNote(held(parseNote(formatNote(note))), [verifier]));
      assert.equal(cosignedAt(opened.verified[0] as never), 1_795_305_600);
      const signature = opened.verified[0]?.bytes ?? assert.fail();
      const later = signature.map((byte, index) => (index === 7 ? byte ^ 1 : byte));
      assert.equal(await verifier.verify(text, later), false);
      assert.equal(await verifier.verify(text.replace('\n1\n', '\n2\n'), signature), false);
      assert.equal(await verifier.verify('no checkpoint\n', signature), false);
      assert.equal(await verifier.verify(text, signature.slice(0, 7)), false);
    });
  }

  it('are refused where a name does not fit', async () => {
    const { check, make, publicKey } = keys('ml-dsa-44');
    const given = { name: 'w'.repeat(256), type: signatureTypes.cosignatureMlDsa44, publicKey };
    await assert.rejects(async () => signNote(text, [cosigner(given, make, () => 0)]), RangeError);
    await assert.rejects(
      async () => signNote('no checkpoint\n', [cosigner({ ...given, name: 'w' }, make, () => 0)]),
      RangeError,
    );
    const key = held(parseVkey(formatVkey(given)));
    assert.equal(await cosignatureVerifier(key, check).verify(text, new Uint8Array(2_428)), false);
    assert.equal(cosignedAt({ name: 'w', keyId: '', bytes: new Uint8Array(7) }), null);
  });
});
