// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { must, openTestDesk } from '../../test/desk.ts';
import { issueToken } from '../people/index.ts';

// Danger: a token that may not confirm, and confirms by accepting.
test('triageDecides() confirms for nobody who may not confirm', async (t) => {
  const desk = await openTestDesk(t);
  const { api, email } = await desk.as('handler');
  const { reference } = await api.sendReport({ body: { summary: 'A strange mail' } });
  const { token } = must(
    await issueToken(desk.database, {
      email,
      name: 'narrow',
      scopes: ['reports.read', 'reports.decide', 'incidents.declare', 'incidents.read'],
    }),
  );
  const decide = async (confirm: boolean) => {
    const answer = await desk.app.inject({
      method: 'POST',
      url: '/api/v1/reports/decisions',
      headers: { authorization: `Bearer ${token}` },
      payload: { references: [reference], decision: { verb: 'accept', confirm } },
    });
    return answer.json<{ outcomes: { refused: string | null }[] }>().outcomes[0]?.refused;
  };
  assert.equal(await decide(true), 'permission.missing');
  assert.deepEqual((await api.listIncidents()).items, []);
  assert.equal((await api.readReport({ params: { reference } })).state, 'waiting');
  assert.equal(await decide(false), null);
  assert.equal((await api.listIncidents()).items[0]?.status, 'pending');
});
