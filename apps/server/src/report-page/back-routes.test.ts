// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import type { TestDesk } from '../../test/desk.ts';
import { type aClock, aDesk, FormVisitor, form } from '../../test/form-visitor.ts';

describe('coming back with a receipt', () => {
  async function sendOne(desk: TestDesk, clock: ReturnType<typeof aClock>) {
    const visitor = new FormVisitor(desk);
    await visitor.fillIn({ happened: 'Somebody <b>copied</b> files' });
    clock.pass(60_000);
    await visitor.post({});
    const reference = /REP-\d{4}-\d{4}/.exec(visitor.text)?.[0] ?? '';
    return { visitor, receipt: visitor.receipt(), reference };
  }

  it('shows the state in words, and messages travel both ways', async (t) => {
    const { clock, desk } = await aDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { receipt, reference, visitor } = await sendOne(desk, clock);
    await visitor.post({ receipt: ` ${receipt.replaceAll(' ', '-')} ` }, '/report/back');
    assert.match(visitor.text, /Nobody has decided on it yet/);
    assert.match(visitor.text, /Somebody &lt;b&gt;copied/);
    await helpdesk.api.decideReports({
      body: { references: [reference], decision: { verb: 'ask', text: 'Which <i>files</i>?' } },
    });
    await visitor.go(visitor.at);
    assert.match(visitor.text, /We asked you a question/);
    assert.match(visitor.text, /Stad Example wrote/);
    assert.match(visitor.text, /Which &lt;i&gt;files/);
    assert.doesNotMatch(visitor.text, /Some helpdesk/, 'who works at the desk is not told to strangers');
    const mine = visitor.at;
    await visitor.post({ message: '' }, `${mine}/message`);
    assert.match(visitor.text, /<title>Error: /);
    await visitor.post({ message: 'The payroll' }, `${mine}/message`);
    assert.match(visitor.text, /Your message was sent/);
    await visitor.upload({}, [{ name: 'list.txt', content: 'a list' }], `${mine}/files`);
    assert.match(visitor.text, /Your files were added/);
    const open = await helpdesk.api.listReports({ query: { state: 'open' } });
    assert.deepEqual(
      open.items.map((item) => [item.reference, item.unreadFromReporter, item.attachmentCount]),
      [[reference, 2, 1]],
    );
    await helpdesk.api.decideReports({ body: { references: [reference], decision: { verb: 'accept' } } });
    await visitor.post({ message: 'And more' }, `${mine}/message`);
    const [last] = await desk.query<{ event: string; has_incident: boolean }>(
      'SELECT event, incident_id IS NOT NULL AS has_incident FROM outbox ORDER BY position DESC LIMIT 1',
    );
    assert.deepEqual(last, { event: 'report.message_received', has_incident: true });
    assert.match(visitor.text, /We took up your report/);
  });

  it('withdraws after asking once, until somebody decided', async (t) => {
    const { clock, desk } = await aDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const first = await sendOne(desk, clock);
    await first.visitor.post({ receipt: first.receipt }, '/report/back');
    await first.visitor.go(`${first.visitor.at}/withdraw`);
    assert.match(first.visitor.text, /Do you want to withdraw/);
    await first.visitor.post({});
    assert.match(first.visitor.text, /Your report was withdrawn/);
    const second = await sendOne(desk, clock);
    await second.visitor.post({ receipt: second.receipt }, '/report/back');
    const mine = second.visitor.at;
    await helpdesk.api.decideReports({
      body: { references: [second.reference], decision: { verb: 'decline', reason: 'no_incident' } },
    });
    await second.visitor.post({}, `${mine}/withdraw`);
    assert.match(second.visitor.text, /can no longer be withdrawn/);
    const states = await desk.query('SELECT state FROM report ORDER BY reference');
    assert.deepEqual(states, [{ state: 'withdrawn' }, { state: 'declined' }]);
  });

  it('closes after an hour, and gives back what was typed', async (t) => {
    const { clock, desk } = await aDesk(t);
    const { receipt, visitor } = await sendOne(desk, clock);
    await visitor.post({ receipt }, '/report/back');
    const mine = visitor.at;
    clock.pass(limits.reportTicketAgeMsMax + 1);
    await visitor.post({ message: 'Written for a long time' }, `${mine}/message`);
    assert.match(visitor.text, /Enter the receipt again/);
    assert.match(visitor.text, /Written for a long time/);
    assert.deepEqual(await desk.query('SELECT 1 FROM report_message'), []);
  });

  // Danger: sixteen digits are guessed by asking often enough.
  it('locks an address that guesses, whatever it sends next, and opens again later', async (t) => {
    const { clock, desk } = await aDesk(t);
    const { receipt } = await sendOne(desk, clock);
    const guess = (digits: string, ip = '198.51.100.7') =>
      desk.app.inject({
        method: 'POST',
        url: '/report/back',
        ...form({ receipt: digits }),
        headers: { ...form({}).headers, 'x-forwarded-for': ip },
      });
    assert.equal((await guess('12 34')).statusCode, 422);
    for (let index = 0; index < limits.receiptAttemptsMax; index += 1) {
      assert.equal((await guess(String(index).padStart(16, '9'))).statusCode, 422);
    }
    assert.equal((await guess(receipt)).statusCode, 429);
    assert.equal((await guess(receipt, '198.51.100.8')).statusCode, 303);
    clock.pass(limits.receiptWindowMs);
    assert.equal((await guess(receipt)).statusCode, 303);
  });

  it('one receipt opens one report and nothing of another', async (t) => {
    const { clock, desk } = await aDesk(t);
    const one = await sendOne(desk, clock);
    const two = await sendOne(desk, clock);
    await one.visitor.post({ receipt: one.receipt }, '/report/back');
    assert.ok(one.visitor.text.includes(one.reference) && !one.visitor.text.includes(two.reference));
  });
});
