// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { aClock, FormVisitor } from '../../test/form-visitor.ts';
import { aMailServer, type TakenMail } from '../../test/mail-server.ts';

/** Waits for what a worker does in its own time; on a busy machine that may take a while. */
async function eventually<T>(look: () => T | undefined): Promise<T> {
  for (let waited = 0; waited < 240_000; waited += 50) {
    const found = look();
    if (found !== undefined) {
      return found;
    }
    await delay(50);
  }
  throw new Error('Expected something that did not happen in half a minute');
}

describe('a link from a mail', () => {
  function linkIn(mail: TakenMail | undefined): string {
    const text = (mail?.content ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=');
    return /http:\/\/[^\s"<]+(\/report\/back\/link\/[\w-]+)/.exec(text)?.[1] ?? '';
  }

  async function aMailedLink(t: TestContext) {
    const clock = aClock();
    const mail = await aMailServer(t);
    const desk = await openTestDesk(t, { clock, configuration: { smtpUrl: mail.url } });
    const { api } = await desk.as('helpdesk');
    const sent = await api.sendReport({
      body: { summary: 'A strange mail', reporter: { name: 'Ann', email: 'ann@example.org' } },
    });
    const params = { reference: sent.reference };
    await api.writeReportMessage({ params, body: { text: 'Did you click?' } });
    const taken = await eventually(() => mail.taken.find((each) => each.to.includes('ann@example.org')));
    return { api, clock, desk, link: linkIn(taken), mail, params, visitor: new FormVisitor(desk) };
  }

  it('opens the report to somebody without a receipt, at the press of a button and not before', async (t) => {
    const { desk, link, visitor } = await aMailedLink(t);
    assert.notEqual(link, '');
    const first = await visitor.go(link);
    assert.doesNotMatch(first.body, /strange mail|REP-/, 'a scanner that follows the link learns nothing');
    await visitor.post({});
    assert.match(visitor.text, /A strange mail/);
    assert.match(visitor.text, /Did you click\?/);
    const kept = await desk.query<{ text: string }>('SELECT text FROM mail');
    assert.ok(
      kept.length > 0 && kept.every(({ text }) => !text.includes('/back/link/')),
      'the link is nowhere kept',
    );
    assert.ok(!desk.logged.join('').includes(link.slice(-40)));
  });

  it('ends after its time, and sends a new one to the address on the report alone', async (t) => {
    const { clock, link, mail, visitor } = await aMailedLink(t);
    clock.pass(limits.reportLinkAgeMsMax + 1);
    await visitor.post({}, link);
    assert.equal(visitor.answer?.statusCode, 410);
    assert.match(visitor.text, /Send me a new link/);
    const before = mail.taken.length;
    for (let press = 0; press < limits.reportLinksPerHourMax + 2; press += 1) {
      await visitor.post({}, `${link}/new`);
      assert.match(visitor.text, /on its way/);
    }
    const fresh = await eventually(() =>
      mail.taken.length === before + limits.reportLinksPerHourMax ? mail.taken.at(-1) : undefined,
    );
    assert.deepEqual(fresh.to, ['ann@example.org']);
    await visitor.post({}, linkIn(fresh));
    assert.match(visitor.text, /A strange mail/);
  });

  it('is closed by withdrawing; one bit of difference opens nothing', async (t) => {
    const { link, visitor } = await aMailedLink(t);
    const altered = link.replace(/.{5}$/, (end) => (end === 'AAAAA' ? 'BBBBB' : 'AAAAA'));
    await visitor.post({}, altered);
    assert.equal(visitor.answer?.statusCode, 410);
    await visitor.post({}, link);
    await visitor.post({}, `${visitor.at}/withdraw`);
    assert.match(visitor.text, /was withdrawn/);
    await visitor.post({}, link);
    assert.equal(visitor.answer?.statusCode, 410);
    assert.match(visitor.text, /closed/);
    await visitor.post({}, `${link}/new`);
    assert.match(visitor.text, /on its way/, 'the same words, and no mail');
  });
});
