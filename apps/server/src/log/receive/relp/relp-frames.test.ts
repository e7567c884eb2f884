// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carryBudget } from '../stream/carry.ts';
import { RelpFrames } from './relp-frames.ts';

const OPEN =
  '1 open 86 relp_version=0\nrelp_software=librelp,1.11.0,http://librelp.adiscon.com\ncommands=syslog\n';
const OPENED = '1 rsp 58 200 OK\nrelp_version=0\nrelp_software=belfry\ncommands=syslog\n';

function read(pieces: readonly string[], entryBytesMax = 1_048_576) {
  const frames = new RelpFrames(entryBytesMax, carryBudget(4_194_304));
  const entries: string[] = [];
  const cuts: (number | null)[] = [];
  let said = '';
  let isLast = false;
  for (const piece of pieces) {
    const taken = frames.push(Buffer.from(piece, 'latin1'));
    const framed = taken?.framed;
    for (let at = 0; at < (framed?.bounds.length ?? 0); at += 2) {
      entries.push(framed?.bytes.toString('latin1', framed.bounds[at], framed.bounds[at + 1]) ?? '');
      cuts.push(framed?.cut?.get(at / 2) ?? null);
    }
    said += taken?.reply ?? '';
    isLast ||= taken?.isLast ?? false;
    if (frames.failure !== null) break;
  }
  return { entries, cuts, said, isLast, failure: frames.failure };
}

test('RelpFrames answers a session of librelp word for word, whichever way it is split', () => {
  const stream = `${OPEN}2 syslog 5 <1>ab\n3 syslog 6 <2>\n\0\xff\n4 syslog 0\n999999999 syslog 1 c\n1 syslog 1 d\n5 close 0\n`;
  const wanted = {
    entries: ['<1>ab', '<2>\n\0\xff', 'c', 'd'],
    cuts: [null, null, null, null],
    said: `${OPENED}2 rsp 6 200 OK\n3 rsp 6 200 OK\n4 rsp 6 200 OK\n999999999 rsp 6 200 OK\n1 rsp 6 200 OK\n5 rsp 0\n0 serverclose 0\n`,
    isLast: true,
    failure: null,
  };
  assert.deepEqual(read([stream]), wanted);
  assert.deepEqual(read([...stream]), wanted);
  for (let first = 1; first < stream.length; first += 1) {
    for (let second = first; second < stream.length; second += 7) {
      const pieces = [stream.slice(0, first), stream.slice(first, second), stream.slice(second)];
      assert.deepEqual(read(pieces), wanted, `split at ${first} and ${second}`);
    }
  }
});

test('RelpFrames keeps the first bytes of an entry that is too long, and answers: a refusal would lose it', () => {
  const stream = `${OPEN}2 syslog 100 ${'x'.repeat(100)}\n3 syslog 1 y\n`;
  for (const size of [1, 9, 1_000]) {
    const { cuts, entries, failure, said } = read(stream.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [], 10);
    assert.deepEqual(entries, ['x'.repeat(10), 'y']);
    assert.deepEqual(cuts, [100, null]);
    assert.equal(said, `${OPENED}2 rsp 6 200 OK\n3 rsp 6 200 OK\n`);
    assert.equal(failure, null);
  }
});

test('RelpFrames drops what is no RELP, and never answers 500', () => {
  const failures: [string, string][] = [
    ['GET / HTTP/1.1\r\n', 'bad_frame'],
    ['2 syslog 1 x\n', 'not_opened'],
    [`${OPEN}2 starttls 0\n`, 'unknown_command'],
    [`${OPEN}2 syslog 1 xy\n`, 'bad_frame'],
    [`${OPEN}2 syslog x\n`, 'bad_frame'],
    [`${OPEN}2 syslog 1\nx\n`, 'bad_frame'],
    [`${OPEN}1234567890 syslog 1 x\n`, 'bad_frame'],
    [`${OPEN}2 ${'a'.repeat(40)} 1 x\n`, 'bad_frame'],
    [`${OPEN}2 close 99999999 x`, 'too_long'],
    ['1 open 14 commands=tests\n', 'no_common_command'],
    ['\0'.repeat(100), 'bad_frame'],
    ['1'.repeat(100), 'bad_frame'],
    ['1 '.padEnd(100, 'x'), 'bad_frame'],
  ];
  for (const [stream, failure] of failures) {
    for (const pieces of [[stream], [...stream]]) {
      const result = read(pieces);
      assert.equal(result.failure, failure, stream);
      assert.doesNotMatch(result.said, /500/);
      assert.deepEqual(result.entries, []);
    }
  }
});

test('RelpFrames says the version it was offered', () => {
  assert.match(
    read(['1 open 30 relp_version=1\ncommands=syslog\n']).said,
    /^1 rsp \d+ 200 OK\nrelp_version=1\n/,
  );
});
