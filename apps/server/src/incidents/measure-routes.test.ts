// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';

it('a measure is given an owner and a date, and done, old to new', async (t) => {
  const desk = await openTestDesk(t);
  const { api, id } = await desk.as('handler');
  const { reference } = await api.declareIncident({ body: { title: 'Phishing' } });
  const params = { reference };
  await api.confirmIncident({ params, body: {} });
  await api.resolveIncident({ params, body: {} });
  const closed = await api.closeIncident({ params, body: { measures: [{ title: 'Train' }] } });
  const measure = closed.measures[0]?.id ?? '';
  const changed = await api.changeMeasure({
    params: { measure },
    body: { owner: id, dueOn: '2027-03-01', state: 'done' },
  });
  assert.deepEqual([changed.owner?.id, changed.dueOn, changed.state], [id, '2027-03-01', 'done']);
  const entry = (await api.readTimeline({ params })).items.at(-1);
  assert.deepEqual(
    [entry?.kind, entry?.changes],
    [
      'measure.changed',
      [
        { field: 'owner', from: null, to: id },
        { field: 'dueOn', from: null, to: '2027-03-01' },
        { field: 'state', from: 'planned', to: 'done' },
      ],
    ],
  );
  assert.deepEqual((await api.listMeasures({ query: { state: 'done' } })).items, [changed]);
  assert.deepEqual((await api.listMeasures()).items, []);
});
