// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FieldIndex, type IndexKey, indexKeyOf } from './field-index.ts';
import { readRules } from './rule.ts';

function keyOf(item: object): IndexKey | null {
  const detection = { s: item, condition: 's' };
  const [rule] = readRules(JSON.stringify({ title: 'T', logsource: { product: 'x' }, detection })).rules;
  const { expression } = rule ?? assert.fail();
  return expression.kind === 'is' ? indexKeyOf(expression.predicate) : assert.fail();
}

describe('indexKeyOf()', () => {
  it('is sure only where being found is being true', () => {
    assert.deepEqual(keyOf({ A: 'X' }), { kind: 'exact', texts: ['x'], isSure: true });
    assert.deepEqual(keyOf({ 'A|endswith': '\\\\X.exe' }), {
      kind: 'basename',
      texts: ['\\x.exe'],
      isSure: true,
    });
    assert.equal(keyOf({ 'A|endswith': 'a\\\\x.exe' })?.isSure, false);
    assert.deepEqual(keyOf({ 'A|contains': 'Needle' }), { kind: 'inside', texts: ['needle'], isSure: true });
    assert.equal(keyOf({ 'A|contains|cased': 'Needle' })?.isSure, false);
    assert.equal(keyOf({ 'A|startswith': 'Needle' })?.isSure, false);
    assert.equal(keyOf({ 'A|contains': 'x'.repeat(50) })?.isSure, false);
    assert.equal(keyOf({ A: 'one*longer?' })?.texts[0], 'longer');
    assert.deepEqual(keyOf({ 'A|re': 'foo|barbar' })?.texts, ['foo', 'barbar']);
  });

  it('leaves to asking what no text stands for', () => {
    for (const item of [{ 'A|contains': 'x' }, { 'A|gt': 5 }, { 'A|re': '\\d+' }, { A: null }, { A: '*' }]) {
      assert.equal(keyOf(item), null, JSON.stringify(item));
    }
    // A sign that is rare stands for itself.
    assert.notEqual(keyOf({ 'A|contains': '`' }), null);
  });
});

describe('FieldIndex', () => {
  it('tells what is true, and the complement of what may be', () => {
    const index = new FieldIndex([
      { id: 0, key: { kind: 'exact', texts: ['c:\\x.exe'], isSure: true } },
      { id: 1, key: { kind: 'basename', texts: ['\\x.exe'], isSure: true } },
      { id: 2, key: { kind: 'inside', texts: ['x.e', ':\\'], isSure: false } },
      { id: 3, key: { kind: 'inside', texts: ['nowhere'], isSure: true } },
    ]);
    const found: number[] = [];
    index.find('c:\\x.exe', found);
    assert.deepEqual([...new Set(found)].sort(), [0, 1, ~2].sort());
    found.length = 0;
    index.find('', found);
    assert.deepEqual(found, []);
  });
});
