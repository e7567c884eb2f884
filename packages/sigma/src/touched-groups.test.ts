// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TouchedGroups } from './touched-groups.ts';

describe('TouchedGroups', () => {
  it('keeps the order of a map whose members are set anew at each touch', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const act = fc.tuple(fc.constantFrom('touch', 'delete', 'clear', 'deleteFirst'), key);
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const groups = new TouchedGroups<string>();
        const map = new Map<string, string>();
        for (const [does, name] of acts) {
          if (does === 'touch') {
            groups.touch(name, () => name.toUpperCase());
            map.delete(name);
            map.set(name, name.toUpperCase());
          } else if (does === 'delete') {
            groups.delete(name);
            map.delete(name);
          } else if (does === 'clear' && name === 'a') {
            groups.clear();
            map.clear();
          } else {
            const first = groups.first()?.[0];
            assert.equal(first, [...map.keys()][0]);
            groups.delete(first ?? '');
            map.delete(first ?? '');
          }
          assert.deepEqual([...groups], [...map]);
          assert.equal(groups.size, map.size);
        }
      }),
    );
  });

  it('gives all, each of which is deleted when it is given', () => {
    const groups = new TouchedGroups<number>();
    for (let each = 0; each < 5; each += 1) groups.touch(String(each), () => each);
    const given: number[] = [];
    for (const [key, group] of groups) {
      given.push(group);
      groups.delete(key);
    }
    assert.deepEqual(given, [0, 1, 2, 3, 4]);
    assert.equal(groups.first(), null);
  });
});
