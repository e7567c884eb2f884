// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRules } from './rule.ts';
import { witnessesOf } from './witness.ts';

const of = (detection: object) => {
  const [rule] = readRules(JSON.stringify({ title: 'T', logsource: { product: 'x' }, detection })).rules;
  return witnessesOf((rule ?? assert.fail()).expression);
};

describe('witnessesOf()', () => {
  it('takes the rarest of an AND, all of an OR, and none of a denial', () => {
    assert.deepEqual(
      of({ a: { Image: '\\\\x.exe', EventID: 1 }, condition: 'a' })?.[0]?.predicate.field,
      'Image',
    );
    assert.equal(of({ a: { A: ['one', 'two'] }, condition: 'a' })?.length, 2);
    assert.equal(of({ a: { A: 'x' }, condition: 'not a' }), null);
    assert.equal(of({ a: { A: 'x' }, b: { B: null }, condition: 'a or b' }), null);
  });

  it('knows the last part of a path, a text inside, and presence', () => {
    const how = (detection: object) => of(detection)?.map((each) => each.how);
    assert.deepEqual(how({ a: { 'Image|endswith': '\\\\Evil.exe' }, condition: 'a' }), ['found']);
    assert.deepEqual(how({ a: { 'A|contains': 'Needle' }, condition: 'a' }), ['found']);
    assert.deepEqual(how({ a: { 'A|contains': 'ab' }, condition: 'a' }), ['present']);
    assert.deepEqual(how({ a: { 'A|cidr': '10.0.0.0/8' }, condition: 'a' }), ['present']);
    assert.deepEqual(how({ a: ['needle'], condition: 'a' }), ['found']);
    assert.equal(of({ a: ['ab'], condition: 'a' }), null);
  });
});
