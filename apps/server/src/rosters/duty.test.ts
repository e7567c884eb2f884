// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type DutyOverride, dutyAt, dutySpans, type RosterPlan } from './duty.ts';

const plan: RosterPlan = {
  timeZone: 'Europe/Brussels',
  rotation: { people: ['ann', 'bob'], handoverAt: '09:00', everyDays: 7, startsOn: '2026-03-02' },
};
const active = new Set(['ann', 'bob', 'cis']);
const at = (text: string) => new Date(text);
const who = (when: string, overrides: DutyOverride[] = [], people = active) =>
  dutyAt(plan, overrides, people, at(when)).personId;
const anOverride = (id: string, personId: string): DutyOverride => ({
  id,
  personId,
  fromAt: at('2026-03-03T00:00:00Z'),
  untilAt: at('2026-03-04T00:00:00Z'),
});

describe('dutyAt', () => {
  it('hands over at the same time of day, in summer time too', () => {
    assert.equal(who('2026-03-02T07:59:59Z'), null);
    assert.equal(who('2026-03-02T08:00:00Z'), 'ann');
    assert.equal(who('2026-03-09T07:59:59Z'), 'ann');
    assert.equal(who('2026-03-09T08:00:00Z'), 'bob');
    // 29 March: the clock goes forward, and nine o’clock comes an hour earlier.
    assert.equal(who('2026-03-30T06:59:59Z'), 'bob');
    assert.equal(who('2026-03-30T07:00:00Z'), 'ann');
  });

  it('gives way to the override that was written last, as long as that person is here', () => {
    const overrides = [anOverride('1', 'bob'), anOverride('2', 'cis')];
    assert.equal(who('2026-03-03T12:00:00Z', overrides), 'cis');
    assert.equal(who('2026-03-04T00:00:00Z', overrides), 'ann');
    assert.equal(who('2026-03-03T12:00:00Z', [anOverride('1', 'gone')]), 'ann');
  });
});

describe('dutySpans', () => {
  it('covers the time without a hole, and says why nobody is on duty', () => {
    const [from, until] = [at('2026-03-01T00:00:00Z'), at('2026-03-20T00:00:00Z')];
    const spans = dutySpans(plan, [anOverride('1', 'cis')], new Set(['ann', 'cis']), from, until);
    assert.deepEqual(
      spans.map(({ gap, personId }) => personId ?? gap),
      ['not_begun', 'ann', 'cis', 'ann', 'inactive', 'ann'],
    );
    assert.equal(spans[0]?.fromAt.getTime(), from.getTime());
    assert.equal(spans.at(-1)?.untilAt.getTime(), until.getTime());
    for (const [index, span] of spans.entries()) {
      assert.equal(spans[index + 1]?.fromAt.getTime() ?? until.getTime(), span.untilAt.getTime());
    }
  });

  it('names nobody in an empty roster', () => {
    const empty = { ...plan, rotation: { ...plan.rotation, people: [] } };
    assert.deepEqual(dutyAt(empty, [], active, at('2026-03-10T00:00:00Z')).gap, 'nobody');
  });
});
