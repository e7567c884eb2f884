// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { aMovingClock } from '../../server/test/law.ts';
import { button, openBrowser, visit } from './browser.ts';
import { somebodyElse } from './law-people.ts';

const browser = openBrowser();

/** What the hospital is: essential under NIS2, and it decides why personal data are used. */
async function sayWhatWeAre(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/profile`);
  await page
    .getByRole('radiogroup', { name: /essential or an important entity/ })
    .getByLabel('Essential entity')
    .check();
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

describe('a ransomware at a Belgian hospital', () => {
  it('is assessed from the profile on by two people, and shows its first limit by both clocks', async (t) => {
    // A Friday evening in winter: Brussels is an hour ahead of UTC.
    const clock = aMovingClock('2026-12-04T17:00:00Z');
    const { desk, page, refused } = await visit(t, browser(), ['handler'], { clock });
    await page.clock.setFixedTime(clock.now());
    const dpo = await somebodyElse(t, desk, browser(), ['dpo']);
    await dpo.clock.setFixedTime(clock.now());
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
    assert.deepEqual(refused, []);
  });
});
