// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diffLines, withContext } from './line-diff.ts';

const told = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: ' ', gone: '-', new: '+' }[kind]}${text}`);

describe('diffLines', () => {
  it('keeps what stays, and shows what went before what came', () => {
    assert.deepEqual(told('a\nb\nc\n', 'a\nx\nc\ny\n'), [' a', '-b', '+x', ' c', '+y']);
    assert.deepEqual(told('', 'a\n'), ['+a']);
    assert.deepEqual(told('a\n', ''), ['-a']);
    assert.deepEqual(told('a\r\nb\r\n', 'a\nb\n'), [' a', ' b']);
  });

  it('both texts can be put together again from the lines, whatever they are', () => {
    let seed = 7;
    const next = (max: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % max;
    };
    for (let round = 0; round < 200; round += 1) {
      const text = () => Array.from({ length: next(12) }, () => 'abcd'[next(4)]).join('\n');
      const [before, after] = [text(), text()];
      const lines = diffLines(before, after);
      const without = (kind: string) => lines.filter((one) => one.kind !== kind).map((one) => one.text);
      assert.equal(without('new').join('\n'), before);
      assert.equal(without('gone').join('\n'), after);
    }
  });

  it('a text made to be slow is shown whole instead of compared for minutes', () => {
    const many = (word: string) => Array.from({ length: 5_000 }, (_, at) => `${word}${at}`).join('\n');
    assert.equal(diffLines(many('a'), many('b')).length, 10_000);
  });
});

describe('withContext', () => {
  it('leaves out what is far from a change and says how much', () => {
    const before = Array.from({ length: 20 }, (_, at) => `line ${at}`).join('\n');
    const shown = withContext(diffLines(before, before.replace('line 10', 'changed')), 2);
    assert.deepEqual(
      shown.map((one) => (one.kind === 'gap' ? one.count : one.text)),
      [8, 'line 8', 'line 9', 'line 10', 'changed', 'line 11', 'line 12', 7],
    );
    assert.deepEqual(withContext(diffLines('a', 'a')), [{ kind: 'gap', count: 1 }]);
  });
});
