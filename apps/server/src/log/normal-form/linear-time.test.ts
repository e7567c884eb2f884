// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { Session } from 'node:inspector/promises';
import { describe, it } from 'node:test';
import type { LogTransport } from '@belfry/contract';
import { logLimits } from '../log-limits.ts';
import { readEntry } from './read-entry.ts';

const structured = '<34>1 2026-11-21T17:12:36.730808+00:00 h a - - ';
const forwarded = '<34>2026-11-21T17:12:36.730808+00:00 h ';
const cef = 'CEF:0|a|b|c|d|e|5|';
const audit = 'type=X msg=audit(1364481363.243:24287): ';

/** A start, what is repeated after it, and an end: each aims at a loop that could look at the same bytes twice. */
const shapes: readonly (readonly [start: string, repeated: string, end?: string])[] = [
  ['', '\0'],
  ['', '<'],
  ['', '='],
  ['', ' ['],
  ['x', '\n'],
  [forwarded, ' '],
  [forwarded, 'a['],
  [structured, '[a b="c"]'],
  [`${structured}[a`, ' b="c"'],
  [`${structured}[a b="`, '\\"'],
  [cef, 'a=b '],
  [cef, 'a '],
  ['CEF:0', '|'],
  [`${cef}a=`, '\\='],
  ['LEEF:1.0|a|b|c|d|', '\t', 'a=b'],
  ['LEEF:1.0|a|b|c|d|', 'a='],
  ['LEEF:2.0|a|b|c|d|=|', 'a=b='],
  [audit, 'a=b '],
  [audit, "msg='a=b' "],
  [`${audit}proctitle=`, '41'],
  ['', '['],
  ['', '{"a":'],
  ['{"a":[', '0,', '0]}'],
  ['{"a":', '[', ''],
  ['{"message":"', 'a b=c ', '"}'],
  ['{"message":"', '\\ud800', '"}'],
  ['1.2.3.4 - - [17/May/2015:10:05:03 +0000] "', '\\"'],
  ['1.2.3.4 -', ' a'],
  [`${forwarded}sshd[1]: Failed password for `, 'x from '],
  [`${forwarded}sudo: a : `, ' USER='],
  [`${forwarded}sshd[1]: pam_unix(x): authentication failure; `, 'a=b '],
  [`${forwarded}su: x su for `, ' by '],
  ['a=1 b=2 c=3 d="', '\\'],
  ['<Event><EventID>1</EventID>', '<Data Name="a">'],
  ['<Event>', '<Data Name="'],
];

function grown(shape: (typeof shapes)[number], bytes: number): Buffer {
  const [start, repeated, end = ''] = shape;
  const count = Math.ceil((bytes - start.length - end.length) / repeated.length);
  return Buffer.from(`${start}${repeated.repeat(count)}${end}`);
}

const hints = { receivedUs: 1.79e15, timeZone: 'Europe/Brussels' };
const readAs = (bytes: Buffer, transport: LogTransport) => readEntry(bytes, { ...hints, transport });

/** Steps the readers take: how often each block of their code ran, counted by the engine. Time is not looked at. */
async function stepsOf(session: Session, work: () => void): Promise<number> {
  await session.post('Profiler.takePreciseCoverage');
  work();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result
    .filter((script) => script.url.includes('/normal-form/'))
    .flatMap((script) => script.functions)
    .flatMap((one) => one.ranges)
    .reduce((sum, range) => sum + range.count, 0);
}

/** Each is read by a reader of its own; the others are read as the first. */
const ownReaders: readonly LogTransport[] = ['syslog-tcp', 'journal', 'otlp', 'hec', 'loki', 'outbox'];
const small = 4_096;
const factor = 16;

describe('the time an entry takes', () => {
  it('grows no faster than its length', async () => {
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    try {
      for (const shape of shapes) {
        for (const transport of ['syslog-tcp', 'journal', 'hec'] as const) {
          const few = await stepsOf(session, () => readAs(grown(shape, small), transport));
          const many = await stepsOf(session, () => readAs(grown(shape, small * factor), transport));
          const name = `${transport} ${shape[0]}${shape[1]}: ${few} steps, then ${many}`;
          assert.ok(many <= few * factor * 1.5 + 1_000, name);
        }
      }
    } finally {
      session.disconnect();
    }
  });

  it('and the memory it leaves behind are bounded: the longest entries of every shape, by every reader', () => {
    const before = process.memoryUsage().rss;
    for (const shape of shapes) {
      const bytes = grown(shape, logLimits.entryBytesMax);
      for (const transport of ownReaders) readAs(bytes, transport);
    }
    const names = Array.from({ length: 80_000 }, (_, index) => `"field${index}":1`);
    const wide = readAs(Buffer.from(`{${names.join(',')}}`), 'ndjson').fields.attributes;
    assert.equal(Object.keys(wide).length, logLimits.attributeNamesMax + 1);
    assert.ok(process.memoryUsage().rss - before < 1_073_741_824);
  });
});
