// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { aMovingClock } from '../../server/test/law.ts';
import { aMailServer } from '../../server/test/mail-server.ts';
import { button, openBrowser, visit } from './browser.ts';
import { aJourneyOf, anAuthority } from './law-journey.ts';
import { fillMissing, somebodyElse } from './law-people.ts';

const browser = openBrowser();

/** What the hospital is: essential under NIS2, and it decides why personal data are used. */
async function sayWhatWeAre(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/profile`);
  await page
    .getByRole('radiogroup', { name: /essential or an important entity/ })
    .getByLabel('Essential entity')
    .check();
  // Nobody said which services: the stricter 24 hours of trust services would count for the notification.
  await page.getByRole('checkbox', { name: 'None of these' }).check();
  // An essential entity that were a bank would tell DORA's authority, and not the CSIRT of NIS2.
  await page.getByRole('button', { name: /^Finance/ }).click();
  await page
    .getByRole('radiogroup', { name: /financial entity under DORA/ })
    .getByLabel('No', { exact: true })
    .check();
  await page.getByRole('button', { name: /^Personal data/ }).click();
  await page
    .getByRole('radiogroup', { name: /why and how personal data/ })
    .getByLabel('Yes')
    .check();
  const standing = page.getByRole('region', { name: 'Which regimes reach you' });
  await standing.getByRole('link', { name: 'NIS2 Belgium' }).waitFor();
  await standing.getByRole('link', { name: 'GDPR', exact: true }).waitFor();
  await button(page, 'Keep the answers').click();
  await page.getByText('To be looked at again by').waitFor();
}

async function answer(page: Page, question: RegExp, key: 'y' | 'n'): Promise<void> {
  const asked = page.getByRole('group', { name: question });
  await asked.focus();
  await page.keyboard.press(key);
  await asked
    .getByText(key === 'y' ? /^Yes/ : /^No/)
    .last()
    .waitFor();
}

/** Signs yes; the dialog asks for the moment of awareness of this very law. */
async function sign(page: Page, regime: string, outcome: string, awareAt: string | null): Promise<void> {
  const panel = page.getByRole('region', { name: regime, exact: true });
  await panel.getByRole('button', { name: new RegExp(`^Decide.*${outcome}`, 'i') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Yes' }).check();
  await dialog.getByText('From yes follows:').waitFor();
  if (awareAt !== null) await dialog.getByLabel(/When did you become aware/).fill(awareAt);
  await dialog.getByRole('button', { name: 'Sign the decision' }).click();
  await dialog.waitFor({ state: 'detached' });
}

async function approveAndSend(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await button(page, 'Read and approve').click();
  await page.getByRole('region', { name: 'The whole text' }).waitFor();
  await button(page, 'Confirm with your passkey').click();
  await page.getByText('approved', { exact: true }).waitFor();
  await button(page, 'Submit…').click();
  await page.getByRole('region', { name: 'The whole text' }).waitFor();
  await button(page, 'Send the mail').click();
  await page.getByText('Sent by mail').waitFor();
}

describe('a ransomware at a Belgian hospital', () => {
  it('goes from the profile to the people told: the right clocks, two people, a mail with its PDF, a month for the final', async (t) => {
    const mails = await aMailServer(t);
    // A Friday evening before the switch to nothing: winter time, Brussels an hour ahead of UTC.
    const clock = aMovingClock('2026-12-04T17:00:00Z');
    const configuration = { smtpUrl: mails.url, mailFrom: 'desk@example.org' };
    const { desk, page, refused } = await visit(t, browser(), ['handler'], { clock, configuration });
    await page.clock.setFixedTime(clock.now());
    const dpo = await somebodyElse(t, desk, browser(), ['dpo']);
    await dpo.clock.setFixedTime(clock.now());
    await anAuthority(desk, 'nis2-be', 'csirt');
    await anAuthority(desk, 'gdpr', 'data_protection');
    await sayWhatWeAre(dpo, desk.address);

    const { api } = await desk.as('handler');
    const { reference } = await api.declareIncident({
      body: { title: 'Ransomware on the wards', summary: 'Files of two wards are encrypted.' },
    });
    const incident = `${desk.address}/incidents/${reference}`;
    await api.confirmIncident({ params: { reference }, body: {} });
    await page.goto(incident);
    await page.getByText(/before any clock runs/).waitFor();
    await page.getByRole('link', { name: 'Open the assessment' }).click();
    await answer(page, /severely disrupted your services/, 'y');
    await answer(page, /Were personal data lost/, 'y');
    await answer(page, /Can a risk to the people concerned/, 'y');
    await answer(page, /Is a high risk to the people concerned likely/, 'y');

    await dpo.goto(`${incident}/assessment`);
    await sign(dpo, 'NIS2 Belgium', 'the incident is significant', '2026-12-04T17:00');
    await sign(dpo, 'GDPR', 'personal data were breached', '2026-12-04T17:30');
    await sign(dpo, 'GDPR', 'a high risk to the rights and freedoms of people is likely', null);

    await page.goto(incident);
    const owed = page.getByRole('region', { name: /^What we owe \(/ });
    const row = (stage: string, law: string) =>
      owed
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: stage }) })
        .filter({ hasText: law });
    const warning = row('Early warning', 'NIS2 Belgium');
    await warning.getByText('5 Dec 2026, 17:00').waitFor();
    await warning.getByText('5 Dec 2026, 16:00').waitFor();
    await warning.getByText('23 h 0 min left').waitFor();
    await row('Incident notification', 'NIS2 Belgium').getByText('7 Dec 2026, 17:00').waitFor();
    await owed.getByText('7 Dec 2026, 17:30').waitFor();

    await warning.getByRole('button', { name: /^Draft it/ }).click();
    await page.getByText('from the incident').first().waitFor();
    await fillMissing(page);
    await button(page, 'Propose for approval').click();
    await page.getByText('waits for approval').waitFor();
    const notice = page.url();
    await approveAndSend(dpo, notice);
    const mail = mails.taken.find(({ to }) => to.includes('nis2-be@authority.example.org'));
    assert.match(mail?.content ?? '', /Content-Type: application\/pdf; name=NOT-2026-0001.pdf/);
    await acknowledge(dpo, '2026-12-04T17:55');
    await page.goto(incident);
    await owed.getByText('Met (1)').click();
    await row('Early warning', 'NIS2 Belgium').getByText('met in time').waitFor();

    const walk = await aJourneyOf(desk, page, clock, reference);
    assert.equal((await walk.owed('nis2-be.final')).state, 'waiting');
    await walk.at('2026-12-04T18:00:00Z');
    await walk.file('nis2-be', 'notification');
    // A month after the notification was filed, by the calendar.
    assert.equal((await walk.owed('nis2-be.final')).dueAt, '2027-01-04T18:00:00.000Z');
    const breach = await walk.file('gdpr', 'authority');
    const taken = Object.values(breach.content).filter(({ from }) => from?.kind === 'notification');
    assert.ok(taken.length > 0, 'What one authority got fills what another asks');
    assert.equal((await walk.owed('gdpr.authority')).state, 'met');
    await walk.tell('data_subjects', 'gdpr.data_subjects');
    assert.equal((await walk.owed('gdpr.data_subjects')).state, 'met');
    await page.goto(incident);
    await owed.getByText('4 Jan 2027, 19:00').first().waitFor();
    assert.deepEqual(refused, []);
  });
});

async function acknowledge(page: Page, at: string): Promise<void> {
  await button(page, 'Write down a message').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('When it reached us').fill(at);
  await dialog.getByLabel('What it says').fill('Received, thank you');
  await dialog.getByLabel(/^Reference the authority gave/).fill('CCB-4711');
  await dialog.getByRole('button', { name: 'Write it down' }).click();
  await page.getByText('CCB-4711').waitFor();
  await page.getByText('acknowledged', { exact: true }).waitFor();
}
