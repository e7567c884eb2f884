// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';

// Danger: the row is written whole, so of two changes at once the second would quietly take the first one back.
test('lockOrganisation() lets changes at the same time follow each other', async (t) => {
  const desk = await openTestDesk(t);
  const { api } = await desk.as('administrator');
  await Promise.all([
    api.changeOrganisation({ body: { name: 'Gemeente Example' } }),
    api.changeOrganisation({ body: { helpdeskPhone: '+32 9 000 00 01' } }),
    api.changeOrganisation({ body: { helpdeskMail: 'meldpunt@example.org' } }),
    api.changeOrganisation({ body: { country: 'NL' } }),
  ]);
  const { country, helpdeskMail, helpdeskPhone, name } = await api.readOrganisation();
  assert.deepEqual(
    [name, helpdeskPhone, helpdeskMail, country],
    ['Gemeente Example', '+32 9 000 00 01', 'meldpunt@example.org', 'NL'],
  );
  const { items } = await api.listHistory({ query: { kind: 'organisation.changed' } });
  assert.ok(
    items.every((entry) => entry.changes?.length === 1),
    'each entry tells its own change only',
  );
});
