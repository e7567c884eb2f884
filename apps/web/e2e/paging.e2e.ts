// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { button, inspect, openBrowser, visit } from './browser.ts';

const browser = openBrowser();

describe('paging', () => {
  it('a roster is made, calls whoever is on duty, and the call is answered on its page', async (t) => {
    const visited = await visit(t, browser(), ['it_responsible']);
    const { desk, page, refused } = visited;
    await page.goto(`${desk.address}/rosters`);
    await page.getByText('There is no roster yet').waitFor();
    await page.getByLabel('Name').fill('Nights of the town');
    const people = page.getByLabel('People, in the order of their turns').first();
    await people.fill('Bea');
    await page.getByRole('option', { name: 'Bea Handler' }).click();
    await page.keyboard.press('Escape');
    await page.getByLabel('First handover on').fill('2026-01-05');
    await button(page, 'Add a roster').click();
    await page.getByRole('link', { name: 'Nights of the town' }).click();
    await page.getByRole('heading', { name: 'The next weeks' }).waitFor();
    await inspect(page, 'roster');
    await button(page, 'Call whoever is on duty now').click();
    await page.getByText('The call is on its way').waitFor();
    await page.getByRole('link', { name: 'Open this call' }).click();
    await page.getByRole('heading', { level: 1, name: 'Call' }).waitFor();
    // Who was called stands there once the desk has taken the step.
    await page.locator('main').getByText('Bea Handler').first().waitFor();
    await inspect(page, 'alert-waiting');
    await page.locator('main').getByRole('button', { name: 'I have it' }).click();
    await page.locator('main').getByText('Acknowledged').first().waitFor();
    await inspect(page, 'alert-answered');
    await page.evaluate(() => localStorage.setItem('belfry.language', 'nl'));
    await page.goto(`${desk.address}/alerts`);
    await page.getByRole('heading', { level: 1, name: 'Oproepen' }).waitFor();
    await inspect(page, 'alerts-nl');
    assert.deepEqual(refused, []);
  });

  it('a receiver shows its secret once, is changed and tried', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['it_responsible']);
    await page.goto(`${desk.address}/webhook-endpoints`);
    await page.getByText('Calls go to mail and devices only').waitFor();
    await page.getByLabel('Name').fill('Chat of the helpdesk');
    await page.getByLabel('Address').fill('http://inside.example/hook');
    await button(page, 'Add a receiver').click();
    await page.getByRole('alert').first().waitFor();
    await page.getByLabel('Address').fill('https://chat.example/hook');
    await button(page, 'Add a receiver').click();
    const secret = page.locator('.secret-once');
    assert.match(await secret.innerText(), /^whsec_/);
    await inspect(page, 'receiver-secret');
    await button(page, 'I have copied it').click();
    await secret.waitFor({ state: 'detached' });
    await page.getByText('Change this receiver').click();
    const changing = page.locator('details');
    await changing.getByLabel('Name').fill('Room of the helpdesk');
    await changing.getByLabel('Calls are sent there').uncheck();
    await changing.getByRole('button', { name: 'Save receiver' }).click();
    await page.getByRole('heading', { name: 'Room of the helpdesk' }).waitFor();
    await page.getByText('No calls are sent there at the moment.').waitFor();
    await button(page, 'Send a trial').click();
    await page.getByText('What was sent').click();
    await page
      .getByText(/On its way|Given up/)
      .first()
      .waitFor();
    await inspect(page, 'receivers');
    assert.deepEqual(refused, []);
  });

  it('devices and quiet hours are one’s own', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['handler']);
    await page.goto(`${desk.address}/account/devices`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await button(page, /quiet hours/i)
      .first()
      .click();
    await page.getByText(/22:00/).first().waitFor();
    await inspect(page, 'devices');
    assert.deepEqual(refused, []);
  });
});
