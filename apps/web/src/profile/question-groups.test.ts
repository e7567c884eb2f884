// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { questions } from '@belfry/regimes';
import { asksNow, questionGroups } from './question-groups.ts';

describe('steps of the profile', () => {
  // Danger: a regime asks a fact of the organisation that no screen asks, and stays undecided for ever.
  it('ask every question about the organisation, each once', () => {
    const asked = questionGroups.flatMap(({ questions: ids }) => ids);
    const wanted = questions.filter(({ about }) => about === 'organisation').map(({ id }) => id);
    assert.deepEqual([...asked].sort(), [...wanted].sort());
  });

  it('asksNow() leaves out what another answer makes idle, and nothing while that is not known', () => {
    assert.equal(asksNow('org.is_dora_small', {}), true);
    assert.equal(asksNow('org.is_dora_small', { 'org.is_dora_entity': false }), false);
    assert.equal(asksNow('org.is_in_social_security', { 'org.member_states': ['FR'] }), false);
    assert.equal(asksNow('org.is_in_social_security', { 'org.member_states': ['FR', 'BE'] }), true);
  });
});
