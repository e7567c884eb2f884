// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { readPeriod } from './report-facts-store.ts';

// Danger: an incident of the first hours of a month is counted in the month before.
test('readPeriod() counts by the days of the organisation', async (t) => {
  const desk = await openTestDesk(t);
  const { api } = await desk.as('handler');
  await api.declareIncident({ body: { title: 'New year' } });
  await desk.query(`UPDATE incident SET declared_at = '2026-12-31T23:30:00Z'`, []);
  const count = (from: string, until: string) =>
    desk.database.read(systemActor('test'), async ({ now, sql }) => {
      const facts = await readPeriod(sql, { from, until }, 'Europe/Brussels', now);
      return facts.incidents.length;
    });
  assert.equal(await count('2026-12-01', '2027-01-01'), 0);
  assert.equal(await count('2027-01-01', '2027-02-01'), 1);
});
