// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEntry, anOrigin } from '../../../test/log-entries.ts';
import type { Origin } from '../batch.ts';
import { Duplicates } from './duplicates.ts';

const MINUTE_US = 60_000_000;

const on = (peer: string, transport: Origin['transport'] = 'relp') => ({ ...anOrigin, peer, transport });
const same = (seq: number, origin: Origin) => anEntry({ seq, origin, raw: Buffer.from('same') });

test('Duplicates points to the first within ten minutes, and to none after', () => {
  const duplicates = new Duplicates();
  assert.equal(duplicates.firstOf(same(1, on('a:1')), 0), null);
  assert.equal(duplicates.firstOf(same(2, on('a:2')), MINUTE_US), 1);
  assert.equal(duplicates.firstOf(same(3, on('a:3')), 10 * MINUTE_US), 1);
  assert.equal(duplicates.firstOf(same(4, on('a:4')), 11 * MINUTE_US), null);
  assert.equal(duplicates.firstOf(same(5, on('a:5')), 12 * MINUTE_US), 4);
});

test('password guessing logged without times does not hide: bytes that repeat on one connection happened again', () => {
  for (const transport of ['relp', 'relp-tls'] as const) {
    const duplicates = new Duplicates();
    const seqs = Array.from({ length: 60 }, (_, at) => at + 1);
    for (const seq of seqs) {
      assert.equal(duplicates.firstOf(same(seq, on('a:1', transport)), seq * 1_000_000), null);
    }
    // Three of them were not acknowledged: they come again, and two guesses more than there ever were.
    const again = seqs.map((seq) => duplicates.firstOf(same(60 + seq, on('a:2', transport)), 70_000_000));
    assert.ok(again.every((first) => first === 1));
    assert.equal(duplicates.firstOf(same(121, on('a:2', transport)), 71_000_000), null);
  }
  const requests = new Duplicates();
  const sent = [1, 1, 1, 2, 2, 2, 2].map((second, at) =>
    requests.firstOf(same(at, on('192.0.2.7', 'ndjson')), second * 1_000_000),
  );
  assert.deepEqual(sent, [null, null, null, 0, 0, 0, null]);
});

test('what was sent again on two connections at once, and again after a break of both, counts once', () => {
  const duplicates = new Duplicates();
  const firsts = ['a:1', 'a:2', 'a:1', 'a:2', 'a:3', 'a:3', 'a:4', 'a:1'].map((peer, at) =>
    duplicates.firstOf(same(at, on(peer)), at),
  );
  assert.deepEqual(firsts, [null, 0, null, 0, 0, 0, 0, null]);
});

test('a line sent again after its window ended on the connection before counts once; one sent for days is not held for ever', () => {
  const duplicates = new Duplicates();
  for (let minute = 0; minute < 600; minute += 1) {
    assert.equal(duplicates.firstOf(same(minute, on('a:1')), minute * MINUTE_US), null);
  }
  const again = Array.from({ length: 30 }, (_, at) =>
    duplicates.firstOf(same(600 + at, on('a:2')), 599 * MINUTE_US + at),
  );
  const counted = again.filter((first) => first !== null).length;
  assert.ok(counted >= 10 && counted <= 22, String(counted));
});

test('after a hundred new lines on a connection nothing on it is one sent again', () => {
  const duplicates = new Duplicates();
  duplicates.firstOf(same(1, on('a:1')), 0);
  duplicates.firstOf(same(2, on('a:1')), 0);
  for (let seq = 3; seq < 102; seq += 1) duplicates.firstOf(anEntry({ seq, origin: on('a:2') }), 1);
  assert.equal(duplicates.firstOf(same(102, on('a:2')), 1), 1);
  duplicates.firstOf(anEntry({ seq: 103, origin: on('a:2') }), 1);
  assert.equal(duplicates.firstOf(same(104, on('a:2')), 1), null);
});

// Danger: requests, each a connection of its own, push out connections that last: what repeats there is taken as sent again.
test('thousands of requests and of other connections do not begin a connection anew that is in use', () => {
  const duplicates = new Duplicates();
  duplicates.firstOf(same(1, on('a:1')), 0);
  for (let seq = 2; seq < 102; seq += 1) duplicates.firstOf(anEntry({ seq, origin: on('a:2') }), 1);
  for (let seq = 102; seq < 5_102; seq += 1) {
    duplicates.firstOf(anEntry({ seq, origin: on('192.0.2.7', 'ndjson') }), seq);
  }
  for (let seq = 5_102; seq < 11_102; seq += 1) {
    duplicates.firstOf(anEntry({ seq, origin: on(`b:${seq}`) }), seq);
    if (seq % 2_000 === 0) duplicates.firstOf(anEntry({ seq, origin: on('a:2') }), seq);
  }
  assert.equal(duplicates.firstOf(same(11_102, on('a:2')), 11_102), null);
});

test('a sender of endless different lines does not fill the memory, and its newest stay known', () => {
  const duplicates = new Duplicates();
  for (let seq = 1; seq <= 300_000; seq += 1) {
    duplicates.firstOf(anEntry({ seq, raw: Buffer.from(String(seq)), salt: new Uint8Array(0) }), seq);
  }
  const again = (text: string) =>
    duplicates.firstOf({ seq: 300_001, origin: on('192.0.2.7:51423'), raw: Buffer.from(text) }, 300_000);
  assert.equal(again('299999'), 299_999);
  assert.equal(again('1'), null);
});
