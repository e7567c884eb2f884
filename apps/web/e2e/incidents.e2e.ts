// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { button, openBrowser, visit } from './browser.ts';

const browser = openBrowser();

async function choose(page: Page, label: string, option: string): Promise<void> {
  const field = page.getByRole('dialog').getByRole('combobox', { name: label });
  await field.click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

describe('an incident in a browser', () => {
  it('goes from a report to closed: accept, confirm, feedback, resolve, close', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['handler']);
    const { api } = await desk.as('helpdesk');
    await api.sendReport({
      body: {
        summary: 'A mail asks for my password',
        reporter: { name: 'Ann', email: 'ann@example.org' },
        language: 'en',
      },
    });
    await page.goto(`${desk.address}/triage`);
    await page.getByRole('link', { name: 'A mail asks for my password' }).click();
    await button(page, /^Accept/).click();
    await button(page, 'Declare the incident').click();
    await page.getByText('Accepted REP-').waitFor();
    await page.getByRole('link', { name: /^INC-/ }).first().click();
    await page.getByRole('heading', { level: 1, name: 'A mail asks for my password' }).waitFor();
    await button(page, 'Confirm incident').click();
    await choose(page, 'Severity', 'Medium');
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm incident' }).click();
    await button(page, 'Send feedback').click();
    const words = page.getByRole('dialog').getByRole('textbox');
    await words.fill(`${await words.inputValue()}\nThank you, Ann.`);
    await page.getByRole('dialog').getByRole('button', { name: 'Send feedback' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await button(page, 'Resolve incident').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve incident' }).click();
    await page.getByText('Write what was done').waitFor();
    await page.getByLabel('What was done').fill('Blocked the sender');
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve incident' }).click();
    await button(page, 'Close incident').click();
    await choose(page, 'Root cause', 'Malicious action');
    await page.getByLabel('What was learned').fill('Train the new colleagues first');
    await button(page, 'Add a measure').click();
    await page.getByLabel('Measure 1', { exact: true }).fill('Phishing training in January');
    await page.getByRole('dialog').getByRole('button', { name: 'Close incident' }).click();
    await page.getByRole('rowheader', { name: 'Phishing training in January' }).waitFor();
    await page.locator('.incident-words').getByText('Closed').waitFor();
    assert.deepEqual(refused, []);
  });

  it('keeps both moments when one is corrected, and asks why', async (t) => {
    const { desk, page } = await visit(t, browser(), ['handler']);
    const { api } = await desk.as('handler');
    const { reference } = await api.declareIncident({ body: { title: 'Moments' } });
    await page.goto(`${desk.address}/incidents/${reference}`);
    await button(page, /^Set\W+Occurred/).click();
    await page.getByRole('dialog').getByLabel('When', { exact: true }).fill('2026-01-10T08:00');
    await button(page, 'Set the moment').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await button(page, /^Correct\W+Occurred/).click();
    await page.getByRole('dialog').getByLabel('When', { exact: true }).fill('2026-01-10T07:30');
    await button(page, 'Correct the moment').click();
    await page.getByText('Write why the moment is corrected').waitFor();
    await page.getByLabel('Why this moment').fill('The mail log shows it');
    await button(page, 'Correct the moment').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    // The record shows old and new beside each other.
    await page.locator('.changes del', { hasText: '08:00' }).waitFor();
    await page.locator('.changes ins', { hasText: '07:30' }).waitFor();
  });

  it('tells what was picked in the account, and keeps what was withdrawn readable', async (t) => {
    const { desk, page } = await visit(t, browser(), ['handler']);
    const { api } = await desk.as('handler');
    const { reference } = await api.declareIncident({ body: { title: 'Account' } });
    await page.goto(`${desk.address}/incidents/${reference}`);
    await page.getByLabel('Write a note').fill('Somebody opened the attachment');
    await button(page, 'Write it down').click();
    const entry = page.locator('.entries li', { hasText: 'Somebody opened the attachment' });
    await entry.waitFor();
    await entry.getByRole('button', { name: /^Pick for the account/ }).click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('A colleague opened the attachment');
    await page.getByRole('dialog').getByRole('button', { name: 'Pick for the account' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await entry.getByRole('button', { name: /^Withdraw/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('Withdrawn by').waitFor();
    await entry.getByText('Somebody opened the attachment').waitFor();
    await page.getByRole('link', { name: 'The account' }).click();
    await page.getByText('A colleague opened the attachment').waitFor();
    assert.equal(new URL(page.url()).searchParams.get('view'), 'account');
  });

  it('a restricted incident betrays itself to nobody outside it', async (t) => {
    const { desk, page } = await visit(t, browser(), ['handler']);
    const other = await desk.another('Otto Other', 'handler');
    const { reference } = await other.api.declareIncident({
      body: { title: 'Secretword inside', restricted: true },
    });
    await page.goto(`${desk.address}/incidents/${reference}`);
    await page.getByRole('heading', { name: 'No incident with this reference is visible to you' }).waitFor();
    await page.goto(`${desk.address}/search?q=Secretword`);
    await page.getByText('Nothing found').waitFor();
    await page.goto(`${desk.address}/incidents`);
    await page.getByText('There is no incident yet').waitFor();
  });

  it('imports an old logbook after a look at it, once', async (t) => {
    const { desk, page } = await visit(t, browser(), ['it_responsible']);
    const csv = 'number;title;status\r\n1;Old virus;closed\r\n2;;closed\r\n';
    await page.goto(`${desk.address}/incidents/import`);
    const file = { name: 'old.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
    await page.getByLabel('Logbook as CSV').setInputFiles(file);
    await button(page, 'Look at it first').click();
    await page.getByText('2 rows: 1 new, 0 there already, 1 wrong.').waitFor();
    await page.getByText('Write a title of one line.').waitFor();
    await page.getByLabel('Leave out the row that is wrong').check();
    await button(page, 'Import 1 incident').click();
    await page.getByRole('heading', { name: 'Imported 1 incident' }).waitFor();
    await page.goto(`${desk.address}/incidents`);
    await page.getByText('Old virus').waitFor();
  });
});
