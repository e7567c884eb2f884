// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { limits, type MailReading, mailReading } from '@belfry/contract';
import fc from 'fast-check';
import { readHtml } from './html-text.ts';
import { readBeginning, readMail } from './read-mail.ts';

const folder = fileURLToPath(new URL('../../../../../shared/data/phishing-pot', import.meta.url));
const real = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .slice(0, 12)
      .map((name) => readFileSync(path.join(folder, name)))
  : [Buffer.from('From: a@example.org\r\n\r\nwords')];

/** Everything a reading may hold, whatever the mail was: what the limits allow, written as JSON. */
const READING_CHARACTERS_MAX = 16_000_000;

function read(raw: Uint8Array | string): MailReading {
  const { files, reading } = readMail(typeof raw === 'string' ? Buffer.from(raw, 'latin1') : raw);
  mailReading.parse(reading);
  const written = JSON.stringify(reading);
  assert.ok(written.length < READING_CHARACTERS_MAX, `${written.length} characters`);
  assert.ok(!written.includes('\\u0000') && written.isWellFormed());
  assert.ok(files.length <= limits.mailFilesMax);
  return reading;
}

const mail = (headers: string, body: string): string => `From: a@example.org\r\n${headers}\r\n\r\n${body}`;
const first = (reading: MailReading) => reading.mails[0] ?? assert.fail('a reading has a mail');

describe('readMail() on hostile mails', () => {
  it('takes any bytes, and real mails with bytes changed, without throwing and within its limits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4_000 }), (bytes) => void read(bytes)),
      { numRuns: 300 },
    );
    const changed = fc.tuple(
      fc.constantFrom(...real),
      fc.array(fc.tuple(fc.nat(60_000), fc.nat(255)), { maxLength: 60 }),
      fc.nat(60_000),
    );
    fc.assert(
      fc.property(changed, ([raw, changes, end]) => {
        const bytes = Uint8Array.from(raw.subarray(0, Math.max(200, end)));
        for (const [at, byte] of changes) {
          bytes[at % bytes.length] = byte;
        }
        read(bytes);
      }),
      { numRuns: 200 },
    );
  });

  it('reads the same bytes the same way', () => {
    for (const raw of real) {
      assert.deepEqual(readMail(raw), readMail(raw));
    }
  });

  it('a bomb of 1,000 nested containers is cut at a depth, and kept as a file', () => {
    let body = 'deep';
    for (let at = 0; at < 1_000; at += 1) {
      body = `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n${body}\r\n--b${at}--`;
    }
    const reading = read(`From: a@example.org\r\n${body}`);
    assert.ok(reading.oddities.includes('nesting_cut'));
    assert.equal(first(reading).files.length, 1);
  });

  it('a bomb of 1,000 mails within mails is cut at a depth', () => {
    let body = 'From: deep@example.org\r\n\r\ndeep';
    for (let at = 0; at < 1_000; at += 1) {
      body = `From: a${at}@example.org\r\nContent-Type: message/rfc822\r\n\r\n${body}`;
    }
    const reading = read(body);
    assert.ok(reading.oddities.includes('nesting_cut'));
    assert.equal(reading.mails.length, limits.mailInsideDepthMax + 1);
  });

  it('10,000 parts, and 10,000 mails, are cut at a count', () => {
    for (const type of ['text/plain', 'application/pdf', 'message/rfc822']) {
      const part = `--b\r\nContent-Type: ${type}\r\n\r\nFrom: x@example.org\r\n\r\nhello http://x.example/\r\n`;
      const reading = read(mail('Content-Type: multipart/mixed; boundary=b', part.repeat(10_000)));
      assert.ok(reading.oddities.includes('parts_cut'), type);
      assert.ok(reading.mails.length <= limits.mailsInsideMax + 1, type);
    }
  });

  it('broken base64 gives what could be read, marked', () => {
    const reading = read(mail('Content-Transfer-Encoding: base64', 'SGVsbG8g!!!d29ybGQ\r\nX'));
    assert.deepEqual(reading.oddities, ['base64_broken']);
    assert.match(first(reading).text, /^Hello world/);
  });

  it('a missing boundary is guessed from what stands there, or the content is read as words', () => {
    const parts =
      '--x\r\nContent-Type: text/plain\r\n\r\nwords\r\n--x\r\nContent-Type: a/b\r\n\r\nfile\r\n--x--';
    for (const type of ['multipart/mixed', 'multipart/mixed; boundary="another"']) {
      const reading = read(mail(`Content-Type: ${type}`, parts));
      assert.deepEqual(reading.oddities, ['boundary_missing']);
      assert.equal(first(reading).text, 'words');
      assert.equal(first(reading).files.length, 1);
    }
    assert.equal(first(read(mail('Content-Type: multipart/mixed', 'just words'))).text, 'just words');
  });

  it('a boundary nobody closes loses nothing', () => {
    const reading = read(
      mail('Content-Type: multipart/mixed; boundary=b', '--b\r\n\r\nfirst\r\n--b\r\n\r\nlast words'),
    );
    assert.match(first(reading).text, /first[\s\S]*last words/);
  });

  it('a header smuggled in by a line break inside an encoded word stays inside its value', () => {
    const word = `=?utf-8?B?${Buffer.from('Hi\r\nBcc: victim@example.org').toString('base64')}?=`;
    const reading = read(mail(`Subject: ${word}`, 'words'));
    assert.deepEqual(
      first(reading).headers.map(({ name }) => name),
      ['From', 'Subject'],
    );
    assert.deepEqual(first(reading).to, []);
  });

  it('a forward that refers to itself is only named, and nothing is fetched', () => {
    const itself = 'Content-Type: message/external-body; access-type=URL; URL="http://evil.example/"\r\n\r\n';
    const body = `--b\r\n${itself}Message-ID: <self@example.org>\r\n\r\n--b--`;
    const reading = read(
      mail(
        'Message-ID: <self@example.org>\r\nReferences: <self@example.org>\r\nContent-Type: multipart/mixed; boundary=b',
        body,
      ),
    );
    assert.equal(reading.mails.length, 1);
    assert.deepEqual(reading.refersTo, ['<self@example.org>']);
    assert.equal(first(reading).files[0]?.mediaType, 'message/external-body');
  });

  it('8-bit headers are read as UTF-8, or else as Windows writes, with a mark', () => {
    const utf8 = Buffer.concat([Buffer.from('From: a@example.org\r\nSubject: Łódź für alle\r\n\r\nx')]);
    assert.equal(first(read(utf8)).subject, 'Łódź für alle');
    assert.deepEqual(read(utf8).oddities, []);
    const windows = read('From: a@example.org\r\nSubject: f\xfcr \x80 5\r\n\r\nx');
    assert.equal(first(windows).subject, 'für € 5');
    assert.deepEqual(windows.oddities, ['charset_guessed']);
  });

  it('a wrong, unknown or missing charset is guessed, with a mark', () => {
    const text = (charset: string, body: string) => {
      const reading = read(mail(`Content-Type: text/plain${charset}`, body));
      return [first(reading).text, ...reading.oddities];
    };
    const utf8 = Buffer.from('één café').toString('latin1');
    assert.deepEqual(text('', utf8), ['één café', 'charset_guessed']);
    assert.deepEqual(text('; charset=us-ascii', utf8), ['één café', 'charset_guessed']);
    assert.deepEqual(text('; charset=klingon', utf8), ['één café', 'charset_unknown']);
    assert.deepEqual(text('; charset=utf-8', '\xe9\xe9n caf\xe9'), ['één café', 'charset_guessed']);
    assert.deepEqual(text('; charset=iso-8859-15', '5 \xa4'), ['5 €']);
    assert.deepEqual(text('; charset="shift_jis"', '\x93\xfa\x96{'), ['日本']);
    assert.deepEqual(text('; charset=iso-2022-jp', '\x1b$BF|K\\\x1b(B'), ['日本']);
    assert.deepEqual(text('; charset=KOI8-R', '\xf0\xd2\xc9\xd7\xc5\xd4'), ['Привет']);
  });

  it('one header line of 1 MB is cut, and the headers below it are not lost', () => {
    const reading = read(mail(`X-Long: ${'x'.repeat(1_048_576)}\r\nSubject: still here`, 'words'));
    assert.deepEqual(reading.oddities, ['headers_cut']);
    assert.equal(first(reading).subject, 'still here');
    assert.equal(first(reading).text, 'words');
  });

  it('a million addresses are cut at a count', () => {
    const reading = read(mail(`To: ${'a@b.example, '.repeat(1_000_000)}c@d.example`, 'words'));
    assert.ok(reading.oddities.includes('headers_cut') || reading.oddities.includes('addresses_cut'));
    assert.equal(first(reading).to.length, limits.mailAddressesMax);
  });

  it('a zip bomb stays packed', () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const part = `--b\r\nContent-Type: application/gzip; name=b.gz\r\nContent-Transfer-Encoding: base64\r\n\r\n${bomb.toString('base64')}\r\n--b--`;
    const reading = read(mail('Content-Type: multipart/mixed; boundary=b', part));
    assert.equal(first(reading).files[0]?.sizeBytes, bomb.length);
  });

  it('NULs and halves of characters are replaced, with a mark; marks of direction and paths stay for the screen to show', () => {
    const headers = 'Content-Type: text/html; charset=utf-8';
    const reading = read(mail(headers, 'a\0b &#xD800; &#0; c'));
    assert.deepEqual(reading.oddities, ['characters_replaced']);
    assert.equal(first(reading).text, 'a\uFFFDb \uFFFD \uFFFD c');
    const name = Buffer.from('../../\u202Efdp.exe').toString('base64');
    const file = `--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="=?utf-8?B?${name}?="\r\n\r\nx\r\n--b--`;
    const named = first(read(mail('Content-Type: multipart/mixed; boundary=b', file))).files[0]?.name;
    assert.equal(named, '../../\u202Efdp.exe');
  });
});

describe('readMail() stays linear', () => {
  const size = 400_000;
  const hostile: readonly (readonly [name: string, piece: string])[] = [
    ['comments nobody closes', '<!--'],
    ['tags nobody closes', '<a '],
    ['quotes nobody closes', '<a href="x'],
    ['brackets inside quotes', '<a b="><a " '],
    ['attributes', '<a x=1 y="2" '],
    ['scripts nobody closes', '<script'],
    ['styles nobody closes', '<style>a'],
    ['hidden parts nobody closes', '<div style="display:none">x'],
    ['addresses of styles', '<p style="url(url(url(">'],
    ['entities', '&amp;&#x26;&am'],
    ['blanks', '\u00a0 \t'],
    ['line breaks', ' \n'],
    ['web addresses', 'http://'],
    ['web addresses with dots', 'www.www.'],
    ['dots', 'a.'],
    ['closing signs', 'http://a.b/))))'],
    ['one word', 'a'],
    ['encoded words', '=?utf-8?q?=41?= '],
    ['beginnings of encoded words', '=?utf-8?q?'],
    ['parentheses', '('],
    ['backslashes', '\\"'],
    ['angle brackets', '<<'],
    ['semicolons', ';a*0*=b'],
    ['at signs', '@a '],
    ['by and by', ' by with id for '],
  ];
  const body = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length));
  for (const [name, piece] of hostile) {
    it(`on nothing but ${name}`, () => {
      // The limit stands a hundred times above what a linear reader takes, and far below what a quadratic one does.
      const began = performance.now();
      read(Buffer.from(mail('Content-Type: text/html', body(piece, size))));
      read(Buffer.from(mail('Content-Type: text/plain', body(piece, size))));
      for (const header of [
        'Subject',
        'To',
        'Content-Type',
        'Authentication-Results',
        'Received',
        'References',
        'Date',
        'Received-SPF',
        'DKIM-Signature',
      ]) {
        read(Buffer.from(mail(`${header}: ${body(piece, 100_000).replaceAll('\n', ' ')}`, 'words')));
      }
      assert.ok(performance.now() - began < 20_000, `${Math.round(performance.now() - began)} ms`);
    });
  }

  it('on a link whose words hold every shape', () => {
    const html = `<a href="http://x.example/">${'a.b-c@d '.repeat(50_000)}</a>`;
    assert.equal(readHtml(html).links.length, 1);
  });
});

describe('readBeginning()', () => {
  it('never throws, whatever the first lines are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        const { reading } = readBeginning(bytes, 'unreadable');
        assert.deepEqual(reading.oddities, ['unreadable']);
      }),
      { numRuns: 100 },
    );
    readBeginning(randomBytes(1_000_000), 'too_large_to_read');
  });
});
