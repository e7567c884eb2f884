// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { aQueue, aRule, refused, send } from '../../test/triage.ts';

describe('queues', () => {
  it('count what waits in each and in none, filter the list, and stay while rules lead to them', async (t) => {
    const desk = await openTestDesk(t);
    const lead = await desk.as('it_responsible');
    const mails = await aQueue(lead, 'Mails');
    const things = await aQueue(lead, 'Things');
    const rule = aRule('Mail', mails, { words: ['mail'] });
    await lead.api.saveRoutingRules({ body: { basedOn: 0, rules: [rule] } });
    const mail = await send(desk, { summary: 'A mail' });
    const badge = await send(desk, { summary: 'A badge' });
    const { items, none } = await lead.api.listQueues();
    assert.deepEqual(
      items.map(({ name, open }) => [name, open]),
      [
        ['Mails', 1],
        ['Things', 0],
      ],
    );
    assert.equal(none.open, 1);
    for (const state of ['open', 'waiting', undefined] as const) {
      for (const q of [undefined, 'badge mail'.split(' ')[0]]) {
        const inNone = await lead.api.listReports({ query: { queue: 'none', state, q } });
        assert.deepEqual(
          inNone.items.map(({ reference }) => reference),
          [badge],
        );
      }
      const inMails = await lead.api.listReports({ query: { queue: mails, state } });
      assert.deepEqual(
        inMails.items.map(({ reference }) => reference),
        [mail],
      );
    }
    await refused(lead.api.changeQueue({ params: { id: mails }, body: { isRemoved: true } }), 'queue.in_use');
    await lead.api.changeQueue({ params: { id: things }, body: { place: 0, name: 'Objects' } });
    assert.deepEqual(
      (await lead.api.listQueues()).items.map(({ name }) => name),
      ['Objects', 'Mails'],
    );
    await lead.api.changeQueue({ params: { id: things }, body: { isRemoved: true } });
    const helpdesk = await desk.as('helpdesk');
    assert.deepEqual(
      (await helpdesk.api.listQueues()).items.map(({ name }) => name),
      ['Mails'],
    );
  });

  // Danger: a count that tells of reports behind the wall.
  it('count only what the caller sees', async (t) => {
    const desk = await openTestDesk(t);
    await send(desk, { summary: 'Something' });
    const administrator = await desk.as('administrator');
    assert.equal((await administrator.api.listQueues()).none.open, 0);
    assert.equal((await administrator.api.dryRunRules({ body: { rules: [] } })).page.seen, 0);
  });
});
