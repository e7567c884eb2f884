// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { bestFirst, hasWord, isOfIncident, reportBeginning } from './search.ts';

it('bestFirst() puts the very reference first, then beginnings, then the newest', () => {
  const hit = (reference: string, title: string, at: string) => ({ reference, title, at });
  const hits = [
    hit('INC-2026-0003', 'About inc-2026-0001', '2026-03-01'),
    hit('INC-2026-0010', 'B', '2026-02-01'),
    hit('INC-2026-0001', 'A', '2026-01-01'),
    hit('REP-2026-0001', 'inc-2026-0001 again', '2026-01-02'),
  ];
  assert.deepEqual(
    bestFirst('inc-2026-0001', hits).map((each) => each.reference),
    ['INC-2026-0001', 'REP-2026-0001', 'INC-2026-0003', 'INC-2026-0010'],
  );
});

it('reportBeginning() and isOfIncident() know references and their beginnings, in any case', () => {
  assert.equal(reportBeginning('rep-2026-00'), 'REP-2026-00');
  assert.equal(reportBeginning('INC-2026-0001'), null);
  assert.equal(reportBeginning('REP-2026-0001 mail'), null);
  assert.ok(isOfIncident('inc-20') && isOfIncident('INC-2026-1'));
  assert.ok(!isOfIncident('incident') && !isOfIncident('INC 2026'));
});

it('hasWord() looks for no sign alone', () => {
  assert.ok(hasWord('100%') && hasWord('é'));
  assert.ok(!hasWord('%') && !hasWord('- \u202e'));
});
