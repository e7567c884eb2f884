// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compile } from './compile.ts';
import { CurrentEvent } from './current-event.ts';
import type { Expression } from './predicate.ts';

const has = (field: string): Expression => ({
  kind: 'is',
  predicate: { field, test: { kind: 'exists', isThere: true } },
});
const costly: Expression = {
  kind: 'is',
  predicate: { field: null, test: { kind: 'text', place: 'contains', text: 'x', isCased: false } },
};

describe('compile()', () => {
  // Danger: what is asked first is what is cheap, and the answer becomes another.
  it('says the same in whatever order it asks', () => {
    const event = new CurrentEvent();
    const both = compile({ kind: 'and', of: [costly, has('a'), { kind: 'not', of: has('b') }] }, event);
    const either = compile({ kind: 'or', of: [costly, { kind: 'and', of: [has('a'), has('b')] }] }, event);
    event.ready();
    for (const [fields, and, or] of [
      [{ a: 'x' }, true, true],
      [{ a: 'y' }, false, false],
      [{ a: 'x', b: 1 }, false, true],
      [{ a: 'y', b: 1 }, false, true],
      [{ c: 'x' }, false, true],
    ] as const) {
      event.load(fields, [], []);
      assert.deepEqual([both(), either()], [and, or], JSON.stringify(fields));
    }
  });
});
