// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { RoutingRule } from '@belfry/contract';
import { openTestDesk, type Somebody } from '../../test/desk.ts';
import { aQueue, refused, send } from '../../test/triage.ts';

const read = (who: Somebody, reference: string) => who.api.readReport({ params: { reference } });

describe('POST /api/v1/reports/moves', () => {
  it('moves many, is on record, and is taken back one by one', async (t) => {
    const desk = await openTestDesk(t);
    const lead = await desk.as('it_responsible');
    const helpdesk = await desk.as('helpdesk');
    const queue = await aQueue(lead, 'By hand');
    const references = [await send(desk, { summary: 'One' }), await send(desk, { summary: 'Two' })];
    const handler = helpdesk.id as RoutingRule['handler'];
    const { outcomes } = await helpdesk.api.moveReports({
      body: { references: [...references, 'REP-2026-9999'], queue, handler, reason: 'mine' },
    });
    assert.deepEqual(
      outcomes.map(({ refused }) => refused),
      [null, null, 'report.not_found'],
    );
    const mine = await helpdesk.api.listReports({ query: { handler: 'me' } });
    assert.equal(mine.items.length, 2);
    await helpdesk.api.moveReports({ body: { references: [references[0] ?? ''], undo: true } });
    const back = await read(helpdesk, references[0] ?? '');
    assert.deepEqual([back.queue, back.handler, back.canMoveBack], [null, null, false]);
    const again = await helpdesk.api.moveReports({ body: { references: [references[0] ?? ''], undo: true } });
    assert.equal(again.outcomes[0]?.refused, 'report.not_moved');
    const rows = await desk.query<{ event: string }>(
      "SELECT event FROM outbox WHERE event LIKE 'report.move%' ORDER BY position",
    );
    assert.deepEqual(
      rows.map(({ event }) => event),
      ['report.moved', 'report.moved', 'report.move_undone'],
    );
  });

  it('refuses a queue that is not there and a person who cannot handle', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const auditor = await desk.as('auditor');
    const references = [await send(desk, { summary: 'One' })];
    const code = async (body: object) =>
      (await helpdesk.api.moveReports({ body: { references, ...body } })).outcomes[0]?.refused;
    assert.equal(await code({ queue: randomUUID() }), 'queue.not_found');
    assert.equal(await code({ handler: auditor.id }), 'person.cannot_handle');
    await refused(auditor.api.moveReports({ body: { references, queue: null } }), 'permission.missing');
  });
});
