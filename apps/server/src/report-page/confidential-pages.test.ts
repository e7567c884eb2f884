// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languages } from '@belfry/contract';
import { aDesk, FormVisitor } from '../../test/form-visitor.ts';

describe('the confidential form', () => {
  it('explains before it asks, takes an anonymous report, and gives a receipt', async (t) => {
    const { clock, desk } = await aDesk(t);
    await desk.as('whistleblowing_handler');
    const visitor = new FormVisitor(desk);
    await visitor.post({}, '/report');
    await visitor.post({ kind: 'whistleblowing' });
    assert.match(visitor.at, /\/confidential$/);
    assert.match(visitor.text, /Within 7 days[\s\S]*Within 3 months/);
    assert.match(visitor.text, /Federal Ombudsman/);
    await visitor.go(/<a class="go way-on" href="([^"]+)"/.exec(visitor.text)?.[1] ?? '');
    assert.match(visitor.at, /\/happened$/);
    await visitor.post({ happened: 'The invoices are forged', website: '' });
    await visitor.post({ ongoing: 'no' });
    await visitor.post({ known: 'no' });
    await visitor.upload({ action: 'continue' }, []);
    await visitor.post({ reach: 'anonymous' });
    clock.pass(60_000);
    await visitor.post({});
    assert.match(visitor.text, /WB-2026-0001/);
    assert.match(visitor.text, /within 7 days/);
    assert.match(visitor.receipt(), /^\d{4} \d{4} \d{4} \d{4}$/);
    const kept = await desk.query('SELECT kind, anonymous, reporter_email, reporter_id FROM report');
    assert.deepEqual(kept, [
      { kind: 'whistleblowing', anonymous: true, reporter_email: null, reporter_id: null },
    ]);
  });

  it('has an address of its own to link to, in four languages', async (t) => {
    const { desk } = await aDesk(t);
    await desk.as('whistleblowing_handler');
    for (const language of languages) {
      const visitor = new FormVisitor(desk);
      await visitor.go(`/report/whistleblowing?lang=${language}`);
      assert.match(visitor.text, new RegExp(`<html lang="${language}">`));
      await visitor.post({}, `/report/whistleblowing?lang=${language}`);
      assert.match(visitor.at, /\/happened\?lang=/);
    }
  });

  // Danger: the last handler leaves while somebody fills the form in, and what they tell lies unread.
  it('takes nothing once nobody reads it, and names where else to go', async (t) => {
    const { desk } = await aDesk(t);
    const handler = await desk.as('whistleblowing_handler');
    const visitor = new FormVisitor(desk);
    await visitor.post({}, '/report/whistleblowing');
    await visitor.post({ happened: 'The invoices are forged', website: '' });
    await visitor.post({ ongoing: 'no' });
    await visitor.post({ known: 'no' });
    await visitor.upload({ action: 'continue' }, []);
    await visitor.post({ reach: 'anonymous' });
    const admin = await desk.as('administrator');
    await admin.api.blockPerson({ params: { id: handler.id as never }, body: { reason: 'left' } });
    await visitor.post({ confirmed: 'yes' });
    assert.match(visitor.text, /Nobody can read such a report here now/);
    assert.match(visitor.text, /Federal Ombudsman/);
    assert.deepEqual(await desk.query('SELECT id FROM report'), []);
    await visitor.post({}, '/report/whistleblowing');
    assert.match(visitor.text, /Nobody can read such a report here now/);
  });
});
