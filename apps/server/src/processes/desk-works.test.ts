// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openTestDatabase } from '../../test/database.ts';
import { openTestDesk } from '../../test/desk.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { systemIds } from '../platform/clock/clock.ts';
import { deskWorks } from './desk-works.ts';

/** Waits for what the workers do by themselves. */
async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await isSo()) return;
    await delay(50);
  }
  assert.fail(`Waited in vain: ${what}`);
}

async function aDesk(t: TestContext) {
  const mail = await aMailServer(t);
  const desk = await openTestDesk(t, { configuration: { smtpUrl: mail.url } });
  return {
    ...desk,
    taken: mail.taken,
    it: await desk.as('it_responsible'),
    handler: await desk.as('handler'),
  };
}

describe('deskWorks', () => {
  // Danger: what another process wrote waits for the next look, a second or a day.
  it('does work at once when it is told on its channel', async (t) => {
    const { application, database, query } = await openTestDatabase(t);
    const done = Promise.withResolvers<void>();
    let looks = 0;
    const doBatch = async () => {
      looks += 1;
      // At the start, when the channel is heard, and when it tells.
      if (looks === 2) await query('NOTIFY belfry_told');
      if (looks === 3) done.resolve();
      return false;
    };
    const work = deskWorks({
      ...{
        database,
        ids: systemIds,
        log: { error: (_about, words) => assert.fail(words) },
        publicUrl: () => 'http://localhost',
      },
      configuration: { smtpUrl: null, mailFrom: null },
      alsoDue: [{ name: 'told', lookEveryMs: 3_600_000, doBatch }],
      heard: { connection: () => application, channels: { belfry_told: 'told' } },
    });
    work.start();
    await done.promise;
    await work.stop();
  });

  it('rings at once when a critical incident is declared, and stops when somebody answers', async (t) => {
    const desk = await aDesk(t);
    const { reference } = await desk.handler.api.declareIncident({
      body: { title: 'Ransomware on the file server', severity: 'critical' },
    });
    await until(() => desk.taken.some((mail) => mail.to.includes(desk.it.email)), 'mail to IT responsible');
    const mail = desk.taken.find(({ to }) => to.includes(desk.it.email));
    assert.match(mail?.content ?? '', new RegExp(`Subject: \\[TLP:AMBER\\] Critical incident ${reference}`));
    const [alert] = (await desk.it.api.listAlerts()).items;
    assert.equal(alert?.incident, reference);
    await desk.it.api.acknowledgeAlert({ params: { alert: alert?.id ?? '' }, body: {} });
    const { items } = await desk.it.api.readTimeline({ params: { reference } });
    const kinds = items.map((item) => item.kind);
    for (const kind of ['alert.raised', 'alert.sent', 'mail.sent', 'alert.acknowledged'] as const) {
      assert.ok(kinds.includes(kind), `${kind} stands on the timeline`);
    }
  });

  it('stops ringing when the severity is lowered', async (t) => {
    const desk = await aDesk(t);
    const { reference } = await desk.handler.api.declareIncident({
      body: { title: 'Panic', severity: 'critical' },
    });
    assert.equal((await desk.it.api.listAlerts()).items.length, 1);
    await desk.handler.api.changeIncident({ params: { reference }, body: { severity: 'low' } });
    assert.equal((await desk.it.api.listAlerts()).items.length, 0);
  });

  it('tells the reporter from report to resolution, and one who reports late', async (t) => {
    const desk = await aDesk(t);
    const report = (summary: string, email: string) =>
      desk.handler.api.sendReport({ body: { summary, language: 'nl', reporter: { email } } });
    const first = await report('Rare mail', 'rik@example.com');
    const { reference } = await desk.handler.api.declareIncident({
      body: { title: 'Internal name of the case', fromReports: [first.reference] },
    });
    await desk.handler.api.confirmIncident({ params: { reference }, body: {} });
    const late = await report('Ik ook', 'late@example.com');
    await desk.handler.api.decideReports({
      body: { references: [late.reference], decision: { verb: 'accept', into: reference } },
    });
    const later = await report('En ik', 'later@example.com');
    await desk.handler.api.attachReports({ params: { reference }, body: { reports: [later.reference] } });
    const prepared = (await desk.handler.api.listFeedback({ params: { reference } })).items;
    assert.deepEqual(
      prepared.map((item) => [item.report, item.occasion, item.state, item.language]),
      [first, late, later].map((sent) => [sent.reference, 'confirmed', 'prepared', 'nl']),
    );
    await desk.handler.api.sendFeedback({ params: { feedback: prepared[0]?.id ?? '' }, body: {} });
    await until(() => desk.taken.some((mail) => mail.to.includes('rik@example.com')), 'mail to the reporter');
    const mail = desk.taken.find(({ to }) => to.includes('rik@example.com'));
    assert.match(mail?.content ?? '', new RegExp(`Subject: Over uw melding ${first.reference}`));
    assert.ok(!/Internal name|INC-/.test(mail?.content ?? ''));
    await until(async () => {
      const [item] = (await desk.handler.api.listFeedback({ params: { reference } })).items;
      return item?.state === 'sent' && item.sentAt !== null;
    }, 'the feedback knows that it went out');
    await desk.handler.api.resolveIncident({ params: { reference }, body: { whatWasDone: 'Blocked' } });
    const after = (await desk.handler.api.listFeedback({ params: { reference } })).items;
    assert.deepEqual(after.map((item) => `${item.occasion} ${item.state}`).sort(), [
      'confirmed sent',
      'confirmed skipped',
      'confirmed skipped',
      'resolved prepared',
      'resolved prepared',
      'resolved prepared',
    ]);
  });
});
