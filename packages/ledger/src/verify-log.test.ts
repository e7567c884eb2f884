// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logSigner, logVerifier, origin } from '../test/keys.ts';
import { type Files, filesOf, lineOf, platform, writeLog } from '../test/log-writer.ts';
import { type LogReport, type LogToVerify, verifyLog } from './index.ts';

const linesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => lineOf(index, `event ${index}`));
const verify = (files: Files, given: Partial<LogToVerify> = {}): Promise<LogReport> =>
  verifyLog({
    files: filesOf(files),
    name: '2026',
    logKeys: [logVerifier],
    witnesses: [],
    pinned: [],
    checkTimeStamp: () => ({ untrusted: 'nobody' }),
    ...platform,
    ...given,
  });
const told = (report: LogReport) =>
  report.findings.map(({ code, entries }) => `${code} ${entries?.join('-') ?? ''}`.trim());

describe('verifyLog()', () => {
  it('finds nothing in a log that nobody touched', async () => {
    for (const count of [0, 1, 2, 255, 256, 257, 600]) {
      const report = await verify(
        await writeLog({
          origin,
          lines: linesOf(count),
          signers: [logSigner],
          kept: [1, 256, 300].filter((size) => size <= count),
        }),
      );
      assert.deepEqual([report.verdict, told(report), report.size], ['unanchored', [], count], String(count));
    }
  });

  it('tells how far it is, and does not call a tile missing that came while it read', async () => {
    const files = await writeLog({ origin, lines: linesOf(600), signers: [logSigner] });
    const told: [number, number][] = [];
    let looks = 0;
    const growing = filesOf(files);
    const list = async () => {
      looks += 1;
      const paths = await growing.list();
      // The partial tile was replaced by a wider one between two looks.
      return looks <= 2 ? paths.filter((path) => path !== 'tile/1/000.p/2') : paths;
    };
    const report = await verify(files, {
      files: { ...growing, list },
      onProgress: (entries, size) => told.push([entries, size]),
    });
    assert.deepEqual([report.findings, told, looks], [[], [[600, 600]], 3]);
  });

  it('says which entry was altered, removed, put in, moved', async () => {
    const lines = linesOf(600);
    const files = await writeLog({ origin, lines, signers: [logSigner] });
    const changed = async (now: string[]) => {
      const altered = new Map(files).set(
        'segments/000000000000.ndjson',
        Buffer.from(now.map((line) => `${line}\n`).join('')),
      );
      return told(await verify(altered));
    };
    assert.deepEqual(await changed(lines.with(300, lines[300]?.replace('event', 'Event') as string)), [
      'entry.altered 300-300',
    ]);
    assert.deepEqual(await changed(lines.toSpliced(300, 1)), ['entry.missing 300-300']);
    assert.deepEqual(
      await changed(
        lines.toSpliced(300, 0, lineOf(9_999, 'new', { seq: 301, ms: Date.UTC(2026, 10, 22, 0, 5) })),
      ),
      ['line.out_of_order 301-301', 'seal.pending', 'entry.inserted 300-300'],
    );
    assert.deepEqual(await changed(lines.with(300, lines[301] as string).with(301, lines[300] as string)), [
      'line.out_of_order 301-301',
      'entry.moved 300-300',
    ]);
  });
});
