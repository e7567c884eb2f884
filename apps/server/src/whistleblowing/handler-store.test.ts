// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { anybody } from '../platform/authorization/actor.ts';
import { isManned } from './handler-store.ts';

// Danger: every handler left is kept out of one case, so nobody can read it, and nobody notices.
it('isManned() is false while an open case has no handler who may read it', async (t) => {
  const desk = await openTestDesk(t);
  const manned = () => desk.database.read(anybody, ({ sql }) => isManned(sql));
  assert.equal(await manned(), false);
  const first = await desk.another('Hanne One', 'whistleblowing_handler');
  const second = await desk.another('Hugo Two', 'whistleblowing_handler');
  assert.equal(await manned(), true);
  const { reference } = await first.api.sendReport({ body: { kind: 'whistleblowing', summary: 'A matter' } });
  await first.inject({
    method: 'PUT',
    url: `/api/v1/whistleblowing/cases/${reference}/handlers/${second.id}`,
    payload: { part: 'excluded' },
  });
  assert.equal(await manned(), true);
  const admin = await desk.as('administrator');
  await admin.api.blockPerson({ params: { id: first.id as never }, body: { reason: 'left' } });
  assert.equal(await manned(), false);
});

it('updateExternalChannels() keeps the words the public page shows', async (t) => {
  const desk = await openTestDesk(t);
  const { api } = await desk.as('whistleblowing_handler');
  await api.changeWhistleblowingSettings({ body: { externalChannels: { nl: 'Bel de Ombudsman' } } });
  assert.deepEqual(await api.readWhistleblowingSettings(), { externalChannels: { nl: 'Bel de Ombudsman' } });
  const page = await desk.app.inject({ method: 'GET', url: '/report/whistleblowing?lang=nl' });
  assert.match(page.body, /Bel de Ombudsman/);
});
