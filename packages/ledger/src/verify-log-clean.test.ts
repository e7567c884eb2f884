// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { logSigner, logVerifier, origin } from '../test/keys.ts';
import { filesOf, lineOf, platform, writeLog } from '../test/log-writer.ts';
import { verifyLog } from './index.ts';

/** Logs verified: `BELFRY_CLEAN=10000` is R7 whole, as `npm run torture` runs it. */
const LOGS = Number(process.env['BELFRY_CLEAN'] ?? 1_500);
const HOUR_MS = 3_600_000;

/** What a sender may send, as the line of a segment holds it. */
const someRaw = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.toWellFormed()),
  fc.string({ maxLength: 200 }),
  fc.constantFrom('', '\u2028', '"', '\\', '"seq":1,', ',"salt":"', '\u0000', '😀', 'x'.repeat(20_000)),
);
const someEntry = fc.record({
  raw: someRaw,
  /** Numbers of receipt have gaps: other classes take theirs. */
  skipped: fc.nat({ max: 40 }),
  /** The clock may be set back and ahead. */
  passMs: fc.oneof(fc.nat({ max: 20_000 }), fc.integer({ min: -HOUR_MS, max: HOUR_MS })),
  parts: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.nat({ max: 4 }) }),
});
type SomeEntry = typeof someEntry extends fc.Arbitrary<infer Value> ? Value : never;

function linesOf(entries: readonly SomeEntry[], from: { seq: number; ms: number }): string[] {
  return entries.flatMap(({ parts, passMs, raw, skipped }) => {
    from.seq += skipped + 1;
    from.ms += passMs;
    return Array.from({ length: Math.max(1, parts) }, (_, nth) =>
      lineOf(from.seq * 10 + nth, raw, { ...from, ...(parts > 1 ? { part: `[${nth + 1},${parts}]` } : {}) }),
    );
  });
}

// Danger: a verifier that cries wolf is not believed when it matters.
it(`0 false alarms in ${LOGS} clean logs`, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        sealed: fc.array(someEntry, { maxLength: 40 }),
        times: fc.constantFrom(1, 1, 1, 1, 1, 12),
        pending: fc.array(someEntry, { maxLength: 3 }),
        kept: fc.array(fc.nat({ max: 500 }), { maxLength: 3 }),
        isClosed: fc.boolean(),
        withoutDigest: fc.boolean(),
      }),
      async ({ isClosed, kept, pending, sealed, times, withoutDigest }) => {
        const from = { seq: 0, ms: Date.UTC(2026, 10, 22) };
        const lines = Array.from({ length: times }, () => linesOf(sealed, from)).flat();
        // Lines wait ten seconds for their seal at most, or it is missing.
        const waiting = linesOf(
          pending.map((each) => ({ ...each, passMs: Math.abs(each.passMs) % 2_000 })),
          from,
        );
        const files = await writeLog({
          origin,
          lines,
          signers: [logSigner],
          kept: kept.filter((size) => size > 0 && size <= lines.length),
          pending: waiting,
          isClosed,
        });
        if (withoutDigest) for (const path of files.keys()) if (path.endsWith('.sha256')) files.delete(path);
        const { findings, verdict } = await verifyLog({
          files: filesOf(files),
          name: '2026',
          logKeys: [logVerifier],
          witnesses: [],
          pinned: [],
          checkTimeStamp: () => ({ untrusted: 'nobody' }),
          ...platform,
        });
        const wrong = findings.filter(({ weight }) => weight !== 'told');
        assert.deepEqual([verdict, wrong], ['unanchored', []]);
        const absent = findings.some(({ code }) => code === 'segment.digest_absent');
        assert.equal(absent, isClosed && withoutDigest);
      },
    ),
    { numRuns: LOGS },
  );
});
