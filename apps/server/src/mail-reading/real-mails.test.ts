// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { mailReading } from '@belfry/contract';
import PostalMime from 'postal-mime';
import { readMail } from './read-mail.ts';

// Real phishing mails, kept beside the checkout and never in it.
const folder = fileURLToPath(new URL('../../../../../shared/data/phishing-pot', import.meta.url));
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.eml')) : [];
const skip = names.length === 0 ? `no mails in ${folder}` : false;
const load = (name: string): Buffer => readFileSync(path.join(folder, name));
const sha256 = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');

/** The other reader ends every text with a line break of its own, and writes all of them alike. */
const settled = (content: Uint8Array | ArrayBuffer): string =>
  Buffer.from(content as Uint8Array)
    .toString('latin1')
    .replaceAll('\r\n', '\n')
    .replace(/\n+$/, '');

/** Mails whose sender wrote no words at all: an image behind a link, a PDF alone. */
const withoutWords = new Set(['sample-2144.eml', 'sample-6151.eml']);
/** Mails that state a character set which is not theirs, or none. */
const withGuessedLetters = new Set(['sample-4055.eml', 'sample-5417.eml']);

/** The mail as somebody forwards it: as an attachment, in the three ways programs do that. */
const forwards: readonly (readonly [how: string, headers: string, encode: (raw: Buffer) => Buffer])[] = [
  ['as message/rfc822', 'Content-Type: message/rfc822\r\n', (raw) => raw],
  [
    'as a file of a type nobody knows, in base64',
    'Content-Type: application/octet-stream; name="strange mail.eml"\r\nContent-Transfer-Encoding: base64\r\n',
    (raw) => Buffer.from(raw.toString('base64').replaceAll(/(.{76})/g, '$1\r\n')),
  ],
  [
    'as message/rfc822 in base64',
    "Content-Type: message/rfc822; name*=UTF-8''vreemde%20mail.eml\r\nContent-Transfer-Encoding: base64\r\n",
    (raw) => Buffer.from(raw.toString('base64')),
  ],
];

function forward(raw: Buffer, headers: string, encode: (raw: Buffer) => Buffer): Buffer {
  const before =
    'From: Ann <ann@example.org>\r\nSubject: Fwd: strange\r\nContent-Type: multipart/mixed; boundary="=_forwarded"\r\n\r\n' +
    `--=_forwarded\r\n\r\nI got this\r\n--=_forwarded\r\n${headers}\r\n`;
  return Buffer.concat([Buffer.from(before), encode(raw), Buffer.from('\r\n--=_forwarded--\r\n')]);
}

describe('readMail() on real phishing mails', { skip }, () => {
  it('finds all 64 of them', () => {
    assert.equal(names.length, 64);
  });

  for (const name of names) {
    it(`${name}: words, links, files and facts`, async () => {
      const raw = load(name);
      const { files, reading } = readMail(raw);
      mailReading.parse(reading);
      const [mail] = reading.mails;
      assert.ok(mail);
      assert.equal(mail.text.trim() === '', withoutWords.has(name), 'words');
      if (!withGuessedLetters.has(name)) {
        assert.doesNotMatch(mail.text + mail.subject, /\uFFFD/);
        assert.deepEqual(reading.oddities, []);
      }
      assert.ok(mail.authentication.length > 0 && mail.received.length > 0);
      assert.doesNotMatch(JSON.stringify(mail.links), /https?:\/\//i);
      assert.doesNotMatch(mail.text, /https?:\/\/[\w.-]*\.\w/i);
      // Another reader, by other people, finds the same files.
      const other = await PostalMime.parse(raw, { forceRfc822Attachments: true });
      assert.deepEqual(
        files.map(({ content }) => sha256(settled(content))).sort(),
        other.attachments.map(({ content }) => sha256(settled(content as ArrayBuffer))).sort(),
      );
      assert.deepEqual(
        mail.files.map((file) => file.sha256),
        files.map((file) => sha256(file.content)),
      );
      assert.equal(mail.subject.trim(), (other.subject ?? '').trim());
      assert.equal(mail.messageId, other.messageId ?? null);
    });

    it(`${name}: forwarded in three ways, the mail inside reads as it did alone`, () => {
      const raw = load(name);
      const alone = readMail(raw).reading.mails[0];
      assert.ok(alone);
      for (const [how, headers, encode] of forwards) {
        const { reading } = readMail(forward(raw, headers, encode));
        const inner = reading.mails[1];
        assert.equal(reading.mails[0]?.text, 'I got this', how);
        assert.ok(inner, how);
        const parts = ({ files, ...mail }: typeof inner) => ({
          ...mail,
          depth: 0,
          files: files.map((file) => ({ ...file, part: 0 })),
        });
        assert.deepEqual(parts(inner), parts(alone), how);
        const file = reading.mails[0]?.files[0];
        assert.equal(file?.isMessage, true);
        // The line break before a boundary belongs to the boundary.
        assert.ok([sha256(raw), sha256(raw.subarray(0, -1))].includes(file?.sha256 ?? ''), how);
      }
    });
  }
});
