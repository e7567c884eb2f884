// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { button, inspect, openBrowser, twoVariants, visit } from './browser.ts';

const browser = openBrowser();

describe('an assessment in the browser', () => {
  // A person at the keyboard at night: keys answer, the outcome turns, the dialog asks for awareness, a name is signed.
  it('is answered by keys, decided with its moment, and asked again when facts change', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['it_responsible']);
    const { api } = await desk.as('it_responsible');
    await api.saveProfile({
      body: { answers: { 'org.is_controller': true, 'org.is_processor': false }, seen: null },
    });
    const { reference } = await api.declareIncident({ body: { title: 'Ransomware' } });
    await api.changeIncident({ params: { reference }, body: { personalData: 'yes' } });
    await api.confirmIncident({ params: { reference }, body: {} });
    await page.goto(`${desk.address}/incidents/${reference}`);
    await page.getByRole('heading', { name: 'What the law asks' }).waitFor();
    await page.getByRole('link', { name: 'Open the assessment' }).click();
    const asked = page.getByRole('group', { name: /Were personal data lost/ });
    await asked.focus();
    await page.keyboard.press('a');
    await page.getByText('the rule says yes').first().waitFor();
    await page.getByRole('button', { name: /Decide\W+personal data were breached/i }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Yes' }).check();
    await dialog.getByText('From yes follows:').waitFor();
    await dialog.getByLabel(/When did you become aware/).fill('2026-01-05T10:00');
    await dialog.getByRole('button', { name: 'Sign the decision' }).click();
    await page.getByText('decided: yes').first().waitFor();
    const signed = await api.readAssessment({ params: { reference } });
    assert.ok(signed.moments.some(({ at, name }) => name === 'awareness_of_breach' && at !== null));

    await asked.focus();
    await page.keyboard.press('n');
    await page.getByText('to assess again').first().waitFor();
    await inspect(page, 'assessment', twoVariants);
    await page.goto(`${desk.address}/crisis-criteria`);
    await page.getByLabel(/A question of your own/).fill('Is the operating theatre closed?');
    await button(page, 'Add the question').click();
    await page.getByRole('listitem').getByText('Is the operating theatre closed?').first().waitFor();
    await inspect(page, 'crisis-criteria', twoVariants);
    await page.goto(`${desk.address}/recurrence-reviews`);
    await page.getByText(/No look back has been opened/).waitFor();
    await inspect(page, 'recurrence-reviews', twoVariants);
    assert.deepEqual(refused, []);
  });
});
