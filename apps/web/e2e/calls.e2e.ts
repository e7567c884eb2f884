// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { button, focused, hasValue, inspect, openBrowser, visit } from './browser.ts';

const browser = openBrowser();
const what = (page: Page) => page.getByLabel('What happened?');
const saved = (page: Page) => page.locator('[data-standing="saved"]').waitFor();

describe('a call', () => {
  it('goes from its first word to the receipt, over a window that goes away in the middle', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['helpdesk']);
    await page.keyboard.press('p');
    await page.getByRole('heading', { name: 'Phone report' }).waitFor();
    await inspect(page, 'call-empty');
    // The cursor stands in the first field already: nobody reaches for the mouse while listening.
    await page.waitForFunction(() => document.activeElement?.id === 'call-summary');
    await page.keyboard.type('All files on the till have strange names');
    await saved(page);
    // Danger: words typed into a window that goes away without a word are gone.
    const context = page.context();
    const address = page.url();
    await page.close({ runBeforeUnload: false });
    const again = await context.newPage();
    await again.goto(`${desk.address}/calls/new`);
    await again.getByRole('heading', { name: 'Calls you are writing down' }).waitFor();
    await again.getByRole('button', { name: /^Go on: All files/ }).click();
    await hasValue(what(again), 'All files on the till have strange names');
    assert.equal(again.url(), address);
    await again.getByRole('radio', { name: 'Yes, now' }).check();
    await again.getByLabel('When did they notice?').fill('half an hour ago');
    await again.getByText('Understood as').waitFor();
    await again.getByLabel('Name').fill('Carl Caller');
    await again.getByLabel('Telephone number').fill('0470 12 34 56');
    await button(again, 'Use 0470 12 34 56').click();
    await again.getByLabel('Until when?').fill('in an hour');
    await again.getByRole('combobox', { name: 'Language of the caller' }).click();
    await again.getByRole('option', { name: 'Nederlands' }).click();
    await inspect(again, 'call-filled');
    await what(again).press('Control+Enter');
    await again.getByText('Schrijft u deze zestien cijfers even op.').waitFor();
    assert.match(await focused(again), /Report REP-/);
    const digits = (await again.locator('.receipt-digits').allInnerTexts()).join('');
    assert.match(digits, /^\d{16}$/);
    await inspect(again, 'call-taken');
    await again.reload();
    await again.locator('.receipt-digits').first().waitFor();
    assert.equal((await again.locator('.receipt-digits').allInnerTexts()).join(''), digits);
    await button(again, 'Next call').click();
    await what(again).waitFor();
    await hasValue(what(again), '');
    await again.goto(desk.address);
    const due = again.getByRole('region', { name: 'Call back' });
    await due.getByText('Carl Caller').waitFor();
    await button(again, 'No answer: Carl Caller').click();
    await again.getByRole('dialog').getByLabel('What was said').fill('Voicemail 14:10');
    await inspect(again, 'call-back-try');
    await button(again, 'Note it').click();
    await due.getByText('Voicemail 14:10').waitFor();
    assert.deepEqual(refused, []);
  });

  it('of the same person about the same thing joins the report there is', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['helpdesk']);
    await page.goto(`${desk.address}/calls/new`);
    await what(page).fill('The door of the server room is open');
    await page.getByLabel('Name').fill('Dora Door');
    await page.getByLabel('Telephone number').fill('09 266 12 34');
    await what(page).press('Control+Enter');
    await page.locator('.receipt-digits').first().waitFor();
    await button(page, 'Next call').click();
    await what(page).fill('Somebody walked in just now');
    await page.getByLabel('Telephone number').fill('+32 9 266 12 34');
    await page.getByRole('button', { name: /Dora Door/ }).click();
    await inspect(page, 'call-known');
    await page.getByRole('button', { name: /^It is about this one: REP-/ }).click();
    await page.getByRole('button', { name: /^Add to REP-/ }).click();
    await page.getByRole('heading', { name: /^Added to REP-/ }).waitFor();
    assert.equal(await page.locator('.receipt-digits').count(), 0);
    await page.getByRole('link', { name: /^Open REP-/ }).click();
    await page.getByText('Somebody walked in just now').waitFor();
    await page.getByRole('heading', { name: 'Calls', exact: true }).waitFor();
    await inspect(page, 'call-report');
    assert.deepEqual(refused, []);
  });

  // Danger: two windows overwrite each other without anybody noticing.
  it('in two windows asks whose words stay', async (t) => {
    const { desk, page } = await visit(t, browser(), ['helpdesk']);
    await page.goto(`${desk.address}/calls/new`);
    await what(page).fill('First');
    await saved(page);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await what(other).fill('Second');
    await saved(other);
    await what(page).fill('Third');
    await page.getByText('This call was changed in another window').waitFor();
    await inspect(page, 'call-conflict');
    await hasValue(what(page), 'Third');
    await button(page, 'Keep what is written here').click();
    await saved(page);
    await other.reload();
    await hasValue(what(other), 'Third');
  });

  it('can be thrown away and taken back', async (t) => {
    const { desk, page } = await visit(t, browser(), ['helpdesk']);
    await page.goto(`${desk.address}/calls/new`);
    await what(page).fill('A wrong number');
    await saved(page);
    await button(page, 'Throw away').click();
    await page.getByRole('button', { name: /^Take back: A wrong number/ }).click();
    await page.getByRole('button', { name: /^Go on: A wrong number/ }).click();
    await hasValue(what(page), 'A wrong number');
  });
});

describe('contacts', () => {
  it('are added, found by number, checked, put away and taken back', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['helpdesk']);
    await page.goto(`${desk.address}/contacts`);
    await page.getByText('No contacts yet').waitFor();
    await button(page, 'Add a contact').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Wires and Sons');
    await dialog.getByLabel('Address or number').fill('0470/12.34.56');
    await inspect(page, 'contact-dialog');
    await dialog.getByRole('button', { name: 'Add a contact' }).click();
    await page.getByRole('heading', { name: 'Wires and Sons' }).waitFor();
    await page.getByLabel('Name, address or number').fill('+32 470 12 34');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    await page.getByRole('heading', { name: 'Wires and Sons' }).waitFor();
    await button(page, 'Still right: Wires and Sons').click();
    await page.getByText('Checked by Bea Handler').waitFor();
    await inspect(page, 'contacts');
    await button(page, 'Put away: Wires and Sons').click();
    await page.getByText('No contact matches.').waitFor();
    await page.goto(`${desk.address}/contacts?archived=yes`);
    await button(page, 'Take back: Wires and Sons').click();
    await page.getByText('No contact matches.').waitFor();
    assert.deepEqual(refused, []);
  });
});
