// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeOf, held } from '../test/held.ts';
import { keys, log, logSigner, logVerifier, origin } from '../test/keys.ts';
import {
  ed25519Signer,
  formatNote,
  formatVkey,
  isFault,
  openNote,
  parseNote,
  parseVkey,
  signatureTypes,
  signNote,
  utf8Bytes,
  utf8Text,
} from './index.ts';

describe('notes', () => {
  const signed = async () => formatNote(await signNote('first\n\nsecond\n', [logSigner]));

  it('sign, write, read and open', async () => {
    const content = await signed();
    const note = held(parseNote(content));
    assert.equal(note.text, 'first\n\nsecond\n');
    assert.equal(held(await openNote(note, [logVerifier])).verified.length, 1);
    assert.equal(formatNote(note), content);
  });

  // Danger: one flipped bit anywhere that still opens.
  it('no single flipped bit opens', async () => {
    const bytes = utf8Bytes(await signed());
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      const text = utf8Text(changed);
      const note = isFault(text) ? text : parseNote(text);
      assert.ok(isFault(note) || isFault(await openNote(note, [logVerifier])), `bit ${bit}`);
    }
  });

  it('signatures of unknown keys are passed over, of known ones they have to hold', async () => {
    const other = keys('ed25519');
    const stranger = ed25519Signer('stranger.example', other.publicKey, other.make);
    const note = await signNote('text\n', [stranger, logSigner, logSigner]);
    assert.equal(held(await openNote(note, [logVerifier])).verified.length, 1);
    assert.equal(
      codeOf(await openNote(await signNote('text\n', [stranger]), [logVerifier])),
      'note.unsigned',
    );
    const liar = { ...logSigner, sign: other.make };
    const lied = await signNote(
      'text\n',
      [{ ...liar, sign: (text) => other.make(utf8Bytes(text)) }],
      note.signatures,
    );
    assert.equal(codeOf(await openNote(lied, [logVerifier])), 'note.signature_wrong');
  });

  for (const [why, content] of [
    ['no blank line', 'text\n— a AAAAAAA=\n'],
    ['no line break at the end', 'text\n\n— a AAAAAAA='],
    ['a control character', 'te\txt\n\n— a AAAAAAA=\n'],
    ['a carriage return', 'text\r\n\n— a AAAAAAA=\n'],
    ['a lone surrogate', 'te\ud800xt\n\n— a AAAAAAA=\n'],
    ['a hyphen for a dash', 'text\n\n- a AAAAAAA=\n'],
    ['a plus in a name', 'text\n\n— a+b AAAAAAA=\n'],
    ['a wide blank in a name', 'text\n\n— a\u00a0b AAAAAAA=\n'],
    ['a signature without bytes', 'text\n\n— a AAAAAA==\n'],
    ['broken base64', 'text\n\n— a AAAAAAB=\n'],
    ['no signature', 'text\n\n'],
  ] as const) {
    it(`refuses ${why}`, () => assert.equal(codeOf(parseNote(content)), 'note.malformed'));
  }

  it('refuses what is too large, and takes sixteen signatures', async () => {
    assert.equal(codeOf(parseNote(`${'a'.repeat(1_000_000)}\n\n— a AAAAAAA=\n`)), 'note.too_large');
    assert.equal(codeOf(parseNote(`a\n\n${'— a AAAAAAA=\n'.repeat(101)}`)), 'note.too_large');
    assert.equal(held(parseNote(`a\n\n${'— a AAAAAAA=\n'.repeat(16)}`)).signatures.length, 16);
    await assert.rejects(signNote('no line break', [logSigner]), RangeError);
  });

  it('keys are what their identifiers say', () => {
    const vkey = formatVkey({ name: origin, type: signatureTypes.ed25519, publicKey: log.publicKey });
    assert.equal(held(parseVkey(`${vkey}\n`)).keyId, logSigner.keyId);
    const [name, id, key] = vkey.split('+') as [string, string, string];
    const rest = vkey.slice(name.length + id.length + 2);
    assert.ok(key.length > 0);
    for (const wrong of [
      '',
      `${name}+00000000+${rest}`,
      `${name}+${id}+AA==`,
      `${name}+${id}+AAAA`,
      `${name}+${id}+!`,
      `a b+${id}+${rest}`,
    ]) {
      assert.equal(codeOf(parseVkey(wrong)), 'key.malformed', wrong);
    }
  });
});
