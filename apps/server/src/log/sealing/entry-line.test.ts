// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SealedLine, sealedLine } from '@belfry/contract';
import fc from 'fast-check';
import { anEntry } from '../../../test/log-entries.ts';
import type { JournalEntry } from '../batch.ts';
import { LINE_BYTES_MAX, momentText, sealedLineOf } from './entry-line.ts';

const readAs = { format: 'text', parse: 'raw' } as const;
const linesOf = (entry: JournalEntry, dup: number | null = null) =>
  sealedLineOf(entry, readAs, dup).map((line) => sealedLine.parse(JSON.parse(line.toString())));
const rawOf = (lines: readonly SealedLine[]) =>
  Buffer.concat(
    lines.map(({ raw, raw64 }) => Buffer.from(raw ?? raw64 ?? '', raw64 === undefined ? 'utf8' : 'base64')),
  );

test('a line that changes the bytes it seals is no evidence: any bytes come back exactly', () => {
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text, 'utf8')),
    fc
      .constantFrom('\u2028\u2029', '\uFEFFx', '\0'.repeat(40), '"\\\r\n\t', 'é', '')
      .map((text) => Buffer.from(text)),
    fc.constant(Buffer.from([0xed, 0xa0, 0x80])),
  );
  fc.assert(
    fc.property(hostile, (raw) => {
      assert.deepEqual(rawOf(linesOf(anEntry({ raw }))), Buffer.from(raw));
      const line = String(sealedLineOf(anEntry({ raw }), readAs, null));
      assert.equal(JSON.stringify(JSON.parse(line)), line);
    }),
    { numRuns: 1_000 },
  );
});

test('sealedLineOf() seals an entry of 16 MiB in parts that fit a leaf and give it back', () => {
  for (const raw of [
    Buffer.alloc(16 * 1024 * 1024, 0xff),
    Buffer.from('é'.repeat(70_000)),
    Buffer.alloc(65_000, 0),
  ]) {
    const entry = anEntry({ raw, cut: 17_000_000 });
    const lines = sealedLineOf(entry, readAs, null);
    assert.ok(lines.length > 1 && lines.every((line) => line.length <= LINE_BYTES_MAX));
    const read = linesOf(entry);
    assert.deepEqual(rawOf(read), raw);
    assert.deepEqual(
      read.map(({ part }) => part),
      lines.map((_, at) => [at + 1, lines.length]),
    );
    assert.ok(read.every(({ cut, seq }) => cut === 17_000_000 && seq === entry.seq));
  }
});

test('sealedLineOf() keeps text readable and writes the members in one order', () => {
  const lineOf = (raw: Buffer, dup: number | null) => String(sealedLineOf(anEntry({ raw }), readAs, dup));
  const line = lineOf(Buffer.from('sshd: café'), 3);
  assert.equal(
    Object.keys(JSON.parse(line)).join(' '),
    'v seq received mono clock source stream transport peer format parse dup salt raw',
  );
  assert.match(line, /"raw":"sshd: café"\}$/);
  assert.match(lineOf(Buffer.alloc(9), null), /"raw64":"A{12}"\}$/);
});

test('momentText() writes 1970, leap days and years to come', () => {
  assert.equal(momentText(0), '1970-01-01T00:00:00.000000Z');
  assert.equal(momentText(-1), '1969-12-31T23:59:59.999999Z');
  assert.equal(momentText(1_709_164_800_000_001), '2024-02-29T00:00:00.000001Z');
  assert.equal(momentText(4_102_444_800_999_999), '2100-01-01T00:00:00.999999Z');
});
