// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aNotificationStore } from '../../test/notification.ts';
import { houseOf, knownOf } from './known-store.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('what the desk knows', () => {
  it('know the incident and the house, and nothing of an incident that is not there', async (t) => {
    const { author, change, incident } = await aNotificationStore(t);
    const known = await change((sql) => knownOf(sql, incident.id, author.id));
    assert.equal(known?.incident.reference, incident.reference);
    assert.equal(known?.dpo?.email, author.email);
    assert.equal(await change((sql) => knownOf(sql, NOBODY, null)), null);
    assert.equal((await change(houseOf)).name, 'Stad Example');
  });
});
