// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';

const code = (wanted: string) => (error: unknown) =>
  error instanceof ProblemError && error.problem.code === wanted;

describe('whistle-blowing', () => {
  it('is received, acknowledged, answered and closed by a handler', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('whistleblowing_handler');
    const helpdesk = await desk.as('helpdesk');
    const sent = await helpdesk.api.sendReport({
      body: {
        kind: 'whistleblowing',
        summary: 'The invoices are forged',
        reporter: { name: 'Zoë Peeters', email: 'zoe@example.com' },
      },
    });
    assert.match(sent.reference, /^WB-\d{4}-0001$/);
    assert.match(sent.receipt ?? '', /^\d{16}$/, 'a receipt even for somebody signed in');
    const { items } = await api.listCases({ query: {} });
    assert.deepEqual(
      items.map((one) => [one.reference, one.clocks.map((clock) => clock.state)]),
      [[sent.reference, ['running', 'running']]],
    );
    const params = { reference: sent.reference };
    const opened = await api.readCase({ params });
    const text = opened.drafts.acknowledgement;
    const acknowledged = await api.acknowledgeCase({ params, body: { text } });
    assert.equal(acknowledged.clocks[0]?.state, 'met');
    assert.equal(acknowledged.clocks[0]?.metBy, acknowledged.messages[0]?.id);
    assert.equal(acknowledged.clocks[1]?.startedBy, 'acknowledgement');
    await assert.rejects(
      api.acknowledgeCase({ params, body: { text } }),
      code('whistleblowing.done_already'),
    );
    await api.writeCaseNote({ params, body: { kind: 'follow_up', text: 'Asked the bank' } });
    await assert.rejects(api.closeCase({ params, body: { outcome: 'referred' } }), code('request.not_valid'));
    await api.giveCaseFeedback({ params, body: { text: 'We went to the police' } });
    const closed = await api.closeCase({ params, body: { outcome: 'referred', reason: 'Police' } });
    assert.deepEqual(
      [closed.state, closed.outcome, closed.clocks.map((clock) => clock.state)],
      ['closed', 'referred', ['met', 'met']],
    );
    assert.equal((await api.listCases({ query: {} })).items.length, 0);
    assert.equal((await api.listCases({ query: { state: 'closed' } })).items.length, 1);
  });

  // Danger: somebody reports to a room nobody may enter, and waits three months for an answer.
  it('takes nothing in while nobody is designated, and says so', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const body = { kind: 'whistleblowing', summary: 'The invoices are forged' } as const;
    await assert.rejects(helpdesk.api.sendReport({ body }), code('whistleblowing.no_handler'));
    assert.deepEqual(await desk.query('SELECT id FROM report'), []);
    const handler = await desk.as('whistleblowing_handler');
    await helpdesk.api.sendReport({ body });
    assert.equal((await handler.api.listCases({ query: {} })).items.length, 1);
  });
});
