// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RegexStates, type Step } from './regex-states.ts';

const letter = (char: string, next: number): Step => ({
  kind: 'take',
  takes: (point) => point === char.codePointAt(0),
  next,
});
const found: Step = { kind: 'found' };

describe('RegexStates', () => {
  it('finds anywhere, and remembers nothing wrong from text to text', () => {
    const states = new RegexStates([found, letter('b', 0), letter('a', 1)], 2);
    for (const [text, is] of [
      ['xxab', true],
      ['xxa', false],
      ['aab', true],
      ['', false],
      ['a😀b', false],
      ['😀ab', true],
    ] as const) {
      assert.equal(states.finds(text), is, text);
      assert.equal(states.finds(text), is, `${text} again`);
    }
  });

  it('looks at what is around an anchor', () => {
    const atStart: Step = { kind: 'at', holds: (_text, at) => at === 0, next: 1 };
    const atEnd: Step = { kind: 'at', holds: (text, at) => at === text.length, next: 0 };
    const first = new RegexStates([found, letter('a', 0), atStart], 2);
    assert.deepEqual([first.finds('ab'), first.finds('ba')], [true, false]);
    const last = new RegexStates([found, letter('a', 2), atEnd], 1);
    assert.deepEqual([last.finds('ba'), last.finds('ab'), last.finds('')], [true, false, false]);
  });

  // Danger: every text makes states of its own, and the memory of one expression grows for ever.
  it('goes on right when it has forgotten its states', () => {
    // a, then any ten of a or b, then c: each order of letters is a state.
    const steps: Step[] = [found, letter('c', 0)];
    for (let count = 0; count < 14; count += 1) {
      steps.push({ kind: 'take', takes: (point) => point === 97 || point === 98, next: steps.length - 1 });
    }
    steps.push(letter('a', steps.length - 1));
    const states = new RegexStates(steps, steps.length - 1);
    let text = '';
    for (let index = 0; index < 30_000; index += 1)
      text += (index * 7_919) % 13 > 5 || index % 11 === 3 ? 'a' : 'b';
    assert.equal(states.finds(text), false);
    assert.equal(states.finds(`${text}a${'b'.repeat(14)}c`), true);
    assert.equal(states.finds(`${text}b${'a'.repeat(13)}c`), /a[ab]{14}c/.test(`${text}b${'a'.repeat(13)}c`));
  });
});
