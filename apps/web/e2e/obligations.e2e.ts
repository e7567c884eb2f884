// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { beginAssessment, tellAndFollow } from '../../server/test/law.ts';
import { button, inspect, openBrowser, twoVariants, visit } from './browser.ts';

const browser = openBrowser();
const HOUR_MS = 3_600_000;

describe('what we owe', () => {
  it('is seen on the incident, on its own page and today, explained when late, and read in a calendar', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['dpo']);
    const at = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
    await page.goto(`${desk.address}/obligations`);
    await page.getByText('Nothing counts down.').waitFor();

    const { api } = await desk.as('it_responsible');
    const { id, reference } = await api.declareIncident({
      body: { title: 'Ransomware on the ward servers' },
    });
    const profile = { 'org.member_states': ['BE'], 'org.nis2_class': 'essential', 'org.is_controller': true };
    await beginAssessment(desk, id, profile, new Date());
    const told = {
      answers: { 'inc.service_recipients_likely_affected': true },
      decided: { 'nis2-be.significant': at(-26), 'gdpr.breach': at(-75), 'gdpr.high_risk': at(-75) },
      moments: { awareness_of_significance: at(-26), awareness_of_breach: at(-75) },
    };
    await tellAndFollow(desk, id, told, new Date());

    await page.goto(`${desk.address}/obligations`);
    const late = page.getByRole('heading', { name: 'Overdue' });
    await late.waitFor();
    await page
      .getByText(/overdue by 2 h/)
      .first()
      .waitFor();
    await inspect(page, 'obligations');
    // A filter is an address, and a number leads to the list it counts.
    await page
      .getByRole('navigation', { name: 'How much is owed' })
      .getByRole('link', { name: /In the next 7 days/ })
      .click();
    await page.waitForURL(/group=within_week/);
    await page.goBack();

    await button(page, /Say why it is late/)
      .first()
      .click();
    await button(page, 'Save the reason').click();
    await page.getByText('Write why').waitFor();
    await page.getByRole('textbox', { name: 'Why it is late, or will be' }).fill('The keys were not found');
    await button(page, 'Save the reason').click();
    await page.getByText('The keys were not found').waitFor();

    await button(page, 'Calendar').click();
    await button(page, 'Make an address').click();
    await page.getByText('Copy the address now').waitFor();
    await inspect(page, 'obligations-calendar', twoVariants);
    const address = (await page.locator('.calendar-address').textContent()) ?? '';
    const calendar = await (await fetch(address)).text();
    assert.match(calendar, /^BEGIN:VCALENDAR\r\n/);
    assert.ok(calendar.includes(reference));
    await page.keyboard.press('Escape');

    await page.goto(`${desk.address}/incidents/${reference}`);
    const owed = page.getByRole('region', { name: /^What we owe \(/ });
    await owed
      .getByText('Without undue delay')
      .or(owed.getByText(/without undue delay/))
      .first()
      .waitFor();
    await owed.getByText(/Not owed, and why/).click();
    await inspect(page, 'incident-obligations');
    await page.goto(desk.address);
    await page
      .getByRole('region', { name: 'What we owe' })
      .getByText(/overdue by/)
      .first()
      .waitFor();
    assert.deepEqual(refused, []);
  });
});
