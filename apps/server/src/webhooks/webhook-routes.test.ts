// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { kindOf, kinds } from './kinds.ts';

const generic = kindOf('generic');

async function aDesk(t: TestContext) {
  const desk = await openTestDesk(t);
  const manager = await desk.as('it_responsible');
  return { desk, manager, api: manager.api };
}

describe('webhooks', () => {
  it('every ready-made kind is added, listed and tried on its own sample', async (t) => {
    const { api } = await aDesk(t);
    const { items } = await api.listWebhookKinds();
    assert.deepEqual(
      items.map(({ kind }) => kind),
      kinds.map(({ kind }) => kind),
    );
    for (const { kind, mapping, product, sample } of items) {
      await api.addWebhook({ body: { kind, name: product } });
      const tried = await api.tryMapping({ body: { mapping, payload: sample } });
      assert.ok(tried.alerts.length > 0, kind);
      assert.deepEqual(
        tried.problems.filter(({ code }) => code === 'not_read'),
        [],
        kind,
      );
    }
    assert.equal((await api.listWebhooks()).items.length, kinds.length);
  });

  it('tryMapping names the field that finds nothing, and keeps nothing', async (t) => {
    const { api, desk } = await aDesk(t);
    const mapping = { ...generic.mapping, occurredAt: ['{/nowhere}'] };
    const tried = await api.tryMapping({ body: { mapping, payload: generic.sample } });
    assert.deepEqual(
      tried.problems.map(({ code, field }) => [field, code]),
      [['occurredAt', 'nothing_found']],
    );
    const broken = await api.tryMapping({ body: { mapping, payload: '{"a":' } });
    assert.deepEqual([broken.alerts, broken.problems[0]?.field], [[], 'payload']);
    assert.deepEqual(await desk.query('SELECT FROM report'), []);
  });

  it('what is changed is on record, old to new; a mapping without first words is refused', async (t) => {
    const { api, desk } = await aDesk(t);
    const { webhook } = await api.addWebhook({ body: { kind: 'generic', name: 'Doors' } });
    const params = { id: webhook.id };
    const changed = await api.changeWebhook({ params, body: { name: 'All doors', secretWay: 'signature' } });
    assert.deepEqual(
      [changed.name, changed.signatureHeader, changed.silenceMinutes],
      ['All doors', 'X-Signature-256', 60],
    );
    const mapping = { ...generic.mapping, title: [] };
    await assert.rejects(api.changeWebhook({ params, body: { mapping } }), (error) => {
      assert.ok(error instanceof ProblemError);
      return error.problem.errors?.[0]?.pointer === '/mapping/title';
    });
    await assert.rejects(
      api.changeWebhook({ params: { id: '00000000-0000-4000-8000-000000000000' }, body: {} }),
      refusesWith('webhook.not_found', /./),
    );
    const entries = await desk.query<{ canonical: string }>(
      `SELECT canonical FROM outbox WHERE event = 'webhook.changed'`,
    );
    const fields = entries.flatMap(({ canonical }) =>
      (JSON.parse(canonical) as { changes: { field: string }[] }).changes.map(({ field }) => field),
    );
    assert.deepEqual(fields, ['name', 'secretWay', 'signatureHeader']);
  });
});
