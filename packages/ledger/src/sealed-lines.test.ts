// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lineOf } from '../test/log-writer.ts';
import { isPart, lineBounds, SealedHead, utf8Bytes } from './index.ts';

const read = (line: string) => {
  const bytes = utf8Bytes(line);
  const head = new SealedHead();
  return head.read(bytes, 0, bytes.length) ? [head.seq, head.receivedMs] : null;
};

describe('SealedHead', () => {
  it('reads number and moment of a line', () => {
    const ms = Date.UTC(2026, 1, 28, 23, 59, 59, 123);
    assert.deepEqual(read(lineOf(0, 'x', { seq: 4_711, ms })), [4_711, ms]);
  });

  it('reads nothing in what is no line of a log', () => {
    const line = lineOf(0, 'x', { seq: 7 });
    for (const wrong of [
      '',
      '{}',
      line.slice(0, -1),
      line.replace('"v":1', '"v":2'),
      line.replace('"seq":7', '"seq":'),
      line.replace('"seq":7', '"seq":07'),
      line.replace('"seq":7', '"seq":-7'),
      line.replace('"seq":7', `"seq":${'7'.repeat(20)}`),
      line.replace('received', 'Received'),
      line.replace('2026-', '2O26-'),
      '{"v":1,"seq":7,"received":"2026"}',
    ]) {
      assert.equal(read(wrong), null, wrong);
    }
  });
});

it('isPart() is not fooled by what a sender wrote', () => {
  const line = utf8Bytes(lineOf(0, 'a sender writes "part":[1,2]'));
  assert.equal(isPart(line, 0, line.length), false);
  const part = utf8Bytes(lineOf(0, 'x', { part: '[1,2]' }));
  assert.equal(isPart(part, 0, part.length), true);
});

it('lineBounds() leaves out the line that is still written', () => {
  assert.deepEqual(lineBounds(utf8Bytes('\n\nab'), 0), [0, 0, 1, 1]);
});
