// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carryBudget } from '../stream/carry.ts';
import type { Framed } from '../stream/protocol.ts';
import { SyslogFraming } from './framing.ts';

const MIB = 1_048_576;

interface Read {
  readonly entries: string[];
  readonly cuts: (number | null)[];
  readonly failure: string | null;
}

/** Pushes a stream in pieces, ends it, and hands back what came out; bytes are written as latin1. */
function read(pieces: readonly (string | Buffer)[], entryBytesMax = MIB, budgetBytes = 4 * MIB): Read {
  const framing = new SyslogFraming(entryBytesMax, carryBudget(budgetBytes));
  const entries: string[] = [];
  const cuts: (number | null)[] = [];
  const add = (framed: Framed | null | undefined) => {
    for (let at = 0; at < (framed?.bounds.length ?? 0); at += 2) {
      entries.push(framed?.bytes.toString('latin1', framed.bounds[at], framed.bounds[at + 1]) ?? '');
      cuts.push(framed?.cut?.get(at / 2) ?? null);
    }
  };
  for (const piece of pieces) {
    add(framing.push(Buffer.from(piece as string, 'latin1'))?.framed);
    if (framing.failure !== null) return { entries, cuts, failure: framing.failure };
  }
  add(framing.end());
  return { entries, cuts, failure: null };
}

const counted = (entry: string) => `${entry.length} ${entry}`;

test('SyslogFraming decides for each frame whether it is counted or a line', () => {
  const { entries } = read([
    `${counted('<1>one\nwith a line feed')}<2>two\n\n\n${counted('<3>three\n')}${counted('<4>four')}<5>rest`,
  ]);
  assert.deepEqual(entries, ['<1>one\nwith a line feed', '<2>two', '<3>three', '<4>four', '<5>rest']);
});

test('SyslogFraming takes a line that begins like a count for a line, and keeps carriage returns', () => {
  const { entries, failure } = read([
    '2026-11-22T10:00:00Z host app: x\r\n1700000000 epoch\nGET / HTTP/1.1\n',
  ]);
  assert.deepEqual(entries, ['2026-11-22T10:00:00Z host app: x\r', '1700000000 epoch', 'GET / HTTP/1.1']);
  assert.equal(failure, null);
});

test('SyslogFraming drops a sender that counted and then lost its place, and keeps what came before', () => {
  assert.deepEqual(read([`${counted('<1>one')}x<2>two\n`]), {
    entries: ['<1>one'],
    cuts: [null],
    failure: 'bad_frame',
  });
  assert.equal(read([`${counted('<1>one')}123456789 <2>`]).failure, 'bad_frame');
  assert.equal(read([`${counted('<1>one')}12x <2>`]).failure, 'bad_frame');
});

test('SyslogFraming reads the same whichever way a stream is split', () => {
  const stream = `${counted('<1>a\n')}<2>b\n\n${counted('<3>\0\xff\xfe d')}<4>e\n2026 f\n${counted('<5>g')}<6>rest`;
  const whole = read([stream]);
  assert.equal(whole.failure, null);
  for (let first = 0; first <= stream.length; first += 1) {
    for (let second = first; second <= stream.length; second += 1) {
      const pieces = [stream.slice(0, first), stream.slice(first, second), stream.slice(second)];
      assert.deepEqual(read(pieces), whole, `split at ${first} and ${second}`);
    }
  }
  assert.deepEqual(read([...stream]), whole);
});

test('SyslogFraming keeps the first bytes of an entry that is too long, with its true length', () => {
  const long = `<1>${'x'.repeat(97)}`;
  for (const size of [1, 7, 64, 1_000]) {
    const stream = `${counted(long)}<2>y\n${long}\n${counted(`${long}\n`)}`;
    const pieces = stream.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    const { cuts, entries } = read(pieces, 10);
    assert.deepEqual(entries, [long.slice(0, 10), '<2>y', long.slice(0, 10), long.slice(0, 10)]);
    assert.deepEqual([cuts[0], cuts[1], cuts[2]], [100, null, 100]);
    assert.ok(cuts[3] === 100 || cuts[3] === 101);
  }
});

test('SyslogFraming keeps what came of a counted frame whose sender went away, and says how long it was meant', () => {
  assert.deepEqual(read(['20 <1>half']), { entries: ['<1>half'], cuts: [20], failure: null });
  assert.deepEqual(read(['20 ']), { entries: [], cuts: [], failure: null });
  assert.deepEqual(read(['20']), { entries: ['20'], cuts: [null], failure: null });
});

test('SyslogFraming takes no more memory than it is given', () => {
  const piece = 'x'.repeat(60_000);
  assert.equal(read([piece, piece, piece], MIB, 100_000).failure, 'memory');
  const budget = carryBudget(100_000);
  for (let round = 0; round < 100; round += 1) {
    const framing = new SyslogFraming(MIB, budget);
    framing.push(Buffer.from(piece));
    assert.equal(framing.failure, null);
    framing.release();
  }
});

test('bytes in are bytes out, over random entries, framings and splits', () => {
  const random = generator(42);
  for (let round = 0; round < 400; round += 1) {
    const entries = Array.from({ length: 1 + random(30) }, () => {
      const body = Buffer.alloc(random(round % 7 === 0 ? 70_000 : 400));
      for (let at = 0; at < body.length; at += 1) body[at] = random(256);
      return `<13>${body.toString('latin1')}`;
    });
    let wanted: string[] = [];
    let stream = '';
    for (const entry of entries) {
      const asLine = random(2) === 0 && !entry.includes('\n');
      stream += asLine ? `${entry}\n` : `${entry.length + 1} ${entry}\n`;
      wanted = [...wanted, entry];
    }
    const pieces: string[] = [];
    for (let at = 0; at < stream.length; ) {
      const size = 1 + random(random(3) === 0 ? 10 : 65_536);
      pieces.push(stream.slice(at, at + size));
      at += size;
    }
    assert.deepEqual(read(pieces), { entries: wanted, cuts: wanted.map(() => null), failure: null });
  }
});

/** Numbers that are the same in each run (mulberry32). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
