// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { authority } from '@belfry/contract';
import { questions } from '@belfry/regimes';
import { shippedAuthorities } from './shipped-authorities.ts';

const states = questions.find(({ id }) => id === 'org.member_states')?.choices ?? [];
const fields = authority.pick({
  code: true,
  name: true,
  country: true,
  kinds: true,
  channels: true,
  languages: true,
  formLink: true,
  notes: true,
  evidence: true,
});

describe('the shipped authorities', () => {
  it('fit the contract, and no two have one code', () => {
    for (const one of shippedAuthorities) fields.parse(one);
    assert.equal(new Set(shippedAuthorities.map(({ code }) => code)).size, shippedAuthorities.length);
  });

  it('know a CSIRT and a data protection authority in every state', () => {
    assert.ok(states.length >= 30);
    for (const kind of ['csirt', 'data_protection'] as const) {
      const without = states.filter(
        (state) => !shippedAuthorities.some((one) => one.country === state && one.kinds.includes(kind)),
      );
      assert.deepEqual(without, [], kind);
    }
  });

  // Danger: what nobody read is shown as if it were known.
  it('claim to have read no act: each is to be verified before use', () => {
    assert.deepEqual(
      shippedAuthorities.filter(({ evidence }) => evidence === 'primary').map(({ code }) => code),
      [],
    );
  });
});
