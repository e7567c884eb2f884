// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CurrentEvent, WORDS } from './current-event.ts';
import type { Predicate } from './predicate.ts';

const contains = (field: string | null, text: string): Predicate => ({
  field,
  test: { kind: 'text', place: 'contains', text, isCased: false },
});

function prepared(...predicates: Predicate[]): { event: CurrentEvent; ids: number[] } {
  const event = new CurrentEvent();
  const ids = predicates.map((predicate) => event.idOf(predicate));
  event.ready();
  return { event, ids };
}

describe('CurrentEvent', () => {
  // Danger: what was true of one event is taken for true of the next.
  it('knows nothing of the event before', () => {
    const { event, ids } = prepared(contains('A', 'evil'), contains(null, 'evil'));
    const [field = -1, word = -1] = ids;
    for (const [fields, inField, anywhere] of [
      [{ A: 'an EVIL day' }, true, true],
      [{ B: 'evil' }, false, true],
      [{ A: ['good', 'evil'] }, true, true],
      [{ A: 'good' }, false, false],
      [{}, false, false],
    ] as const) {
      event.load(fields, [], []);
      assert.deepEqual([event.is(field), event.is(word)], [inField, anywhere], JSON.stringify(fields));
    }
  });

  it('numbers the same predicate once, and finds a name written with blanks', () => {
    const { event, ids } = prepared(contains('ThreatName', 'x-y'), contains('ThreatName', 'x-y'));
    assert.equal(ids[0], ids[1]);
    event.load({ 'Threat Name': 'x-y' }, [], []);
    assert.equal(event.is(ids[0] as number), true);
    event.load({ 'Threat Name': 'x-y', ThreatName: 'other' }, [], []);
    assert.equal(event.is(ids[0] as number), false);
    assert.equal(event.slotOf(null), WORDS);
  });

  it('looks along paths and at what a source calls a field, where the name itself is absent', () => {
    const { event, ids } = prepared(contains('a.b', 'evil'), contains('Image', 'evil'));
    const [path = -1, image = -1] = ids;
    const dotted = [event.slotOf('a.b')];
    const aliases = [[event.slotOf('Image'), 'proc.exe']] as const;
    event.load({ a: { b: 'evil' }, proc: { exe: 'evil' } }, dotted, aliases);
    assert.deepEqual([event.is(path), event.is(image)], [true, true]);
    event.load({ a: { b: 'evil' }, 'a.b': 'good', Image: 'good', proc: { exe: 'evil' } }, dotted, aliases);
    assert.deepEqual([event.is(path), event.is(image)], [false, false]);
  });
});
