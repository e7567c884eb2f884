// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import type { TestDesk } from '../../test/desk.ts';
import { type aClock, aDesk, FormVisitor, form } from '../../test/form-visitor.ts';

async function sendOne(desk: TestDesk, clock: ReturnType<typeof aClock>) {
  const visitor = new FormVisitor(desk);
  await visitor.fillIn({ happened: 'Somebody copied files' });
  clock.pass(60_000);
  await visitor.post({});
  const reference = /REP-\d{4}-\d{4}/.exec(visitor.text)?.[0] ?? '';
  return { visitor, receipt: visitor.receipt(), reference };
}

async function comeBack(desk: TestDesk, clock: ReturnType<typeof aClock>) {
  const { receipt, reference, visitor } = await sendOne(desk, clock);
  await visitor.post({ receipt }, '/report/back');
  return { receipt, reference, visitor, mine: visitor.at };
}

describe('the mailbox of a reporter', () => {
  it('says what happens next and by when, marks what is new, and says when nothing is', async (t) => {
    const { clock, desk } = await aDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { mine, reference, visitor } = await comeBack(desk, clock);
    assert.match(visitor.text, /at the latest by <time datetime="2026-05-05T15:00:00.000Z">/);
    await helpdesk.api.writeReportMessage({ params: { reference }, body: { text: 'We look into it' } });
    await visitor.go(mine);
    assert.match(visitor.text, /New messages: 1/);
    assert.match(visitor.text, /<mark>new<\/mark>/);
    await visitor.go(mine);
    assert.match(visitor.text, /Nothing new since you last looked/);
    clock.pass(3 * 86_400_000);
    await visitor.post({ receipt: (await sendOne(desk, clock)).receipt }, '/report/back');
    clock.pass(limits.reportTicketAgeMsMax - 1);
    await visitor.go(visitor.at);
    assert.doesNotMatch(visitor.text, /are late/);
  });

  it('tells what became of the incident in one word, and nothing else of it', async (t) => {
    const { clock, desk } = await aDesk(t);
    const { api } = await desk.as('handler');
    const { mine, reference, visitor } = await comeBack(desk, clock);
    await api.decideReports({
      body: {
        references: [reference],
        decision: { verb: 'accept', title: 'Zanzibar affair', confirm: true, restricted: true },
      },
    });
    await visitor.go(mine);
    assert.match(visitor.text, /We took up your report/);
    const [incident] = await desk.query<{ reference: string }>('SELECT reference FROM incident');
    const params = { reference: incident?.reference ?? '' };
    await api.resolveIncident({ params, body: { whatWasDone: 'Zanzibar was closed' } });
    await visitor.go(mine);
    assert.match(visitor.text, /What you reported is resolved/);
    assert.doesNotMatch(visitor.text, new RegExp(`Zanzibar|${params.reference}`));
  });

  it('gives who they are under the desk’s question, sees each opening, and takes it back', async (t) => {
    const { clock, desk } = await aDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { mine, reference, visitor } = await comeBack(desk, clock);
    assert.doesNotMatch(visitor.text, /Say who I am/);
    await helpdesk.api.askIdentity({ params: { reference }, body: { reason: 'May we <b>call</b> you?' } });
    await visitor.go(mine);
    assert.match(visitor.text, /Stad Example asks who you are/);
    assert.match(visitor.text, /May we &lt;b&gt;call/);
    await visitor.post({ action: 'give', name: ' ', note: 'Kept as typed' }, `${mine}/identity`);
    assert.match(visitor.text, /Enter your name, or choose to stay unknown/);
    assert.match(visitor.text, /Kept as typed/);
    await visitor.post({ action: 'give', name: 'Nadia', contact: '0470', note: '' }, `${mine}/identity`);
    assert.match(visitor.text, /Nobody has opened it/);
    assert.doesNotMatch(visitor.text, /Nadia/, 'not even here: a page may be seen by others');
    await desk.query(
      `INSERT INTO reporter_identity_opening SELECT gen_random_uuid(), i.report_id, i.id, now(), p.id, 'handler', 'Secret reason'
       FROM reporter_identity i, person p LIMIT 1`,
    );
    await visitor.go(mine);
    assert.match(visitor.text, /, by a handler/);
    assert.doesNotMatch(visitor.text, /Secret reason|Ada Admin/);
    await visitor.go(`${mine}/identity/withdraw`);
    assert.match(visitor.text, /cannot be brought back/);
    await visitor.post({});
    assert.match(visitor.text, /What you had given is destroyed/);
    assert.deepEqual(await desk.query('SELECT state, sealed FROM reporter_identity'), [
      { state: 'withdrawn', sealed: null },
    ]);
    await visitor.post({ action: 'give', name: 'Again' }, `${mine}/identity`);
    assert.match(visitor.text, /That changed meanwhile/);
  });

  it('stays unknown at one press', async (t) => {
    const { clock, desk } = await aDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { mine, reference, visitor } = await comeBack(desk, clock);
    await helpdesk.api.askIdentity({ params: { reference }, body: { reason: 'Who?' } });
    await visitor.post({ action: 'refuse', name: 'Half typed' }, `${mine}/identity`);
    assert.match(visitor.text, /You chose to stay unknown/);
    const rows = await desk.query<{ state: string }>('SELECT state, sealed FROM reporter_identity');
    assert.deepEqual(rows, [{ state: 'refused', sealed: null }]);
  });

  // Danger: the next person at a shared machine opens the report from the browser's history.
  it('leaving closes every page of the report, clears what the browser kept, and the receipt opens it again', async (t) => {
    const { clock, desk } = await aDesk(t);
    const { mine, receipt, visitor } = await comeBack(desk, clock);
    const answer = await visitor.post({}, `${mine}/leave`);
    assert.equal(answer.headers['clear-site-data'], '"cache", "cookies", "storage"');
    assert.equal(answer.headers['cache-control'], 'no-store');
    const signedIn = await desk.app.inject({
      url: '/report/back/left',
      headers: { cookie: 'belfry_session=x' },
    });
    assert.equal(signedIn.headers['clear-site-data'], '"cache"', 'nobody is signed out of the desk by it');
    await visitor.go(mine);
    assert.match(visitor.text, /Enter the receipt again/);
    assert.doesNotMatch(visitor.text, /Somebody copied/);
    clock.pass(1);
    await visitor.post({ receipt }, '/report/back');
    assert.match(visitor.text, /Somebody copied/);
  });
});

describe('receipts under attack', () => {
  const guess = (desk: TestDesk, digits: string, ip: string) =>
    desk.app.inject({
      method: 'POST',
      url: '/report/back',
      ...form({ receipt: digits }),
      headers: { ...form({}).headers, 'x-forwarded-for': ip },
    });
  const wrong = (index: number) => String(index).padStart(16, '9');

  // Danger: many machines guess, each a little; or they guess so that nobody else gets in.
  it('leaves each network a few tries while guesses rain in from everywhere, so that nobody is locked out', async (t) => {
    const { clock, desk } = await aDesk(t);
    const { receipt } = await sendOne(desk, clock);
    const perNetwork = limits.receiptAttemptsMax;
    const networks = limits.receiptAttemptsEverywhereMax / perNetwork;
    for (let network = 0; network < networks; network += 1) {
      for (let index = 0; index < perNetwork; index += 1) {
        await guess(desk, wrong(network * perNetwork + index), `10.0.${network >> 8}.${network & 255}`);
      }
    }
    const late = '192.0.2.9';
    for (let index = 0; index < limits.receiptAttemptsInFloodMax; index += 1) {
      assert.equal((await guess(desk, wrong(5_000 + index), late)).statusCode, 422);
    }
    assert.equal((await guess(desk, wrong(6_000), late)).statusCode, 429);
    assert.equal((await guess(desk, receipt, '192.0.2.10')).statusCode, 303, 'somebody honest still gets in');
    clock.pass(limits.receiptWindowMs);
    assert.equal((await guess(desk, receipt, late)).statusCode, 303);
  });

  // Danger: a stolen database gives the receipts away.
  it('keeps no receipt and no fast hash of one anywhere in the database', async (t) => {
    const { clock, desk } = await aDesk(t);
    const { receipt } = await sendOne(desk, clock);
    const digits = receipt.replaceAll(' ', '');
    const telltales = [digits, receipt];
    for (const text of [digits, receipt]) {
      for (const name of ['md5', 'sha1', 'sha256', 'sha512', 'sha3-256', 'blake2b512']) {
        const hash = createHash(name).update(text);
        const bytes = hash.digest();
        telltales.push(bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url'));
      }
    }
    const tables = await desk.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of tables) {
      const rows = JSON.stringify(await desk.query(`SELECT t::text AS row FROM "${name}" t`)).toLowerCase();
      for (const telltale of telltales) {
        assert.ok(!rows.includes(telltale.toLowerCase()), `${name} holds ${telltale}`);
      }
    }
    assert.ok(!desk.logged.join('').includes(digits));
  });

  it('an altered, a foreign and an old ticket open nothing', async (t) => {
    const { clock, desk } = await aDesk(t);
    const other = await aDesk(t);
    const { mine, visitor } = await comeBack(desk, clock);
    const stranger = await comeBack(other.desk, other.clock);
    const altered = mine.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const path of [altered.slice(0, 30), `${mine}x`, stranger.mine, '/report/back/%00']) {
      const answer = await visitor.go(path);
      assert.doesNotMatch(answer.body, /Somebody copied/, path);
    }
  });
});
