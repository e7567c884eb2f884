// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emailKey, reasonNotInState, reasonNotLosingAdministrator } from './person.ts';

describe('person', () => {
  it('reasonNotLosingAdministrator() refuses exactly when nobody would be left', () => {
    const refused = (was: boolean, stays: boolean, others: number) =>
      reasonNotLosingAdministrator(was, stays, others)?.refused ?? null;
    assert.equal(refused(true, false, 0), 'person.last_administrator');
    assert.equal(refused(true, false, 1), null);
    assert.equal(refused(true, true, 0), null);
    assert.equal(refused(false, false, 0), null);
  });

  it('reasonNotInState() says both states', () => {
    const refusal = reasonNotInState('blocked', ['invited', 'active']);
    assert.equal(refusal?.detail, 'The state is "blocked"; this needs invited or active');
    assert.equal(reasonNotInState('active', ['active']), null);
  });

  it('emailKey() makes one of all cases', () => {
    assert.equal(emailKey(' Ada@Example.ORG '), 'ada@example.org');
  });
});
