// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';

it('search finds incidents and reports by word, by reference and by its beginning', async (t) => {
  const desk = await openTestDesk(t);
  const { api } = await desk.as('handler');
  const report = await api.sendReport({ body: { summary: 'Vreemde factuur van Proximus' } });
  const { reference } = await api.declareIncident({
    body: { title: 'Factuurfraude', summary: 'PROXIMUS 100%' },
  });
  const find = async (q: string) =>
    (await api.search({ query: { q } })).items
      .map((hit) => `${hit.noun} ${hit.reference} ${hit.state}`)
      .sort();
  const incident = `incident ${reference} pending`;
  const told = `report ${report.reference} waiting`;
  assert.deepEqual(await find('proximus'), [incident, told]);
  assert.deepEqual(await find('100%'), [incident]);
  assert.deepEqual(await find('%'), []);
  assert.deepEqual(await find('fa'), [incident, told]);
  assert.deepEqual(await find('factuur vreemde'), [told]);
  assert.deepEqual(await find(reference.toLowerCase()), [incident]);
  assert.deepEqual(await find('REP-'), [told]);
  assert.deepEqual(await find('INC-1999'), []);
  assert.deepEqual(await find('nergens'), []);
});

it('search shows a communicator no report', async (t) => {
  const desk = await openTestDesk(t);
  const handler = await desk.as('handler');
  const communicator = await desk.as('communicator');
  await handler.api.sendReport({ body: { summary: 'Zwaluw' } });
  await handler.api.declareIncident({ body: { title: 'Zwaluw' } });
  const { items } = await communicator.api.search({ query: { q: 'zwaluw' } });
  assert.deepEqual(
    items.map((hit) => hit.noun),
    ['incident'],
  );
});
