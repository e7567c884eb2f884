// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { button, focused, openBrowser, visit } from './browser.ts';

const browser = openBrowser();
const rows = (page: Page) => page.locator('.queue tbody tr');

describe('triage', () => {
  it('is worked by keyboard alone: decide, undo, go on', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['helpdesk']);
    const { api } = await desk.as('handler');
    for (const summary of ['A strange mail', 'A lost badge', 'A slow network']) {
      await api.sendReport({ body: { summary } });
    }
    await page.goto(`${desk.address}/triage`);
    await rows(page).first().waitFor();
    await page.keyboard.press('j');
    assert.match(await focused(page), /A strange mail/);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'triage-report-heading');
    await page.keyboard.press('3');
    await page.getByRole('dialog').waitFor();
    // The reason is asked for, and asked again when it is missing.
    await page.keyboard.press('Control+Enter');
    await button(page, 'Decline the report').press('Enter');
    await page.getByText('Choose a reason').waitFor();
    await page.getByRole('combobox', { name: 'Reason' }).press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await button(page, 'Decline the report').press('Enter');
    await page.getByText('Declined REP-').waitFor();
    // The next row has the focus and was named.
    await page.waitForFunction(() => document.activeElement?.textContent?.includes('A lost badge'));
    await page
      .getByRole('status')
      .getByText(/Next: REP-.*A lost badge/)
      .waitFor();
    assert.equal(await rows(page).count(), 2);
    await page.keyboard.press('z');
    await page.getByText('Took the decision on REP-').waitFor();
    await page.waitForFunction(() => document.querySelectorAll('.queue tbody tr').length === 3);
    assert.deepEqual(refused, []);
  });

  it('decides on many at once after showing which', async (t) => {
    const { desk, page } = await visit(t, browser(), ['helpdesk']);
    const { api } = await desk.as('handler');
    for (const summary of ['Spam one', 'Spam two', 'Keep me']) {
      await api.sendReport({ body: { summary } });
    }
    await page.goto(`${desk.address}/triage`);
    await page.getByRole('checkbox').nth(0).check();
    await page.getByRole('checkbox').nth(1).check();
    await page.getByText('2 chosen').waitFor();
    await button(page, 'Decline').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('These 2 reports:').waitFor();
    await dialog.getByText('Spam two').waitFor();
    await dialog.getByRole('combobox', { name: 'Reason' }).click();
    await page.getByRole('option', { name: 'Spam' }).click();
    await button(page, 'Decline 2 reports').click();
    await page.getByText('Declined 2 reports.').waitFor();
    await page.waitForFunction(() => document.querySelectorAll('.queue tbody tr').length === 1);
  });

  it('never moves the list under the hand: what is new waits behind a button', async (t) => {
    const { desk, page } = await visit(t, browser(), ['helpdesk']);
    const { api } = await desk.as('handler');
    await api.sendReport({ body: { summary: 'Already here' } });
    const listening = page.waitForResponse(`${desk.address}/api/v1/live`);
    await page.goto(`${desk.address}/triage`);
    await rows(page).first().waitFor();
    await listening;
    await api.sendReport({ body: { summary: 'Just arrived' } });
    const show = button(page, /new change/);
    await show.waitFor();
    assert.equal(await rows(page).count(), 1);
    await show.click();
    await rows(page).getByText('Just arrived').waitFor();
  });

  it('single keys can be switched off', async (t) => {
    const { desk, page } = await visit(t, browser(), ['helpdesk']);
    const { api } = await desk.as('handler');
    await api.sendReport({ body: { summary: 'Only one' } });
    await page.goto(`${desk.address}/triage`);
    await rows(page).first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('switch', { name: 'Single keys act' }).uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    assert.equal(new URL(page.url()).search, '');
  });

  it('likely duplicates are put side by side and never chosen beforehand', async (t) => {
    const { desk, page } = await visit(t, browser(), ['helpdesk']);
    const { api } = await desk.as('handler');
    await api.sendReport({ body: { summary: 'Mail from the bank asks for my card number' } });
    const second = await api.sendReport({ body: { summary: 'Mail from the bank asks for my card numbers' } });
    await page.goto(`${desk.address}/triage?report=${second.reference}`);
    await button(page, /^Put beside/).click();
    await page.getByRole('heading', { name: /^Beside it/ }).waitFor();
    await button(page, '2')
      .or(button(page, /^Duplicate of…/))
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio').first().waitFor();
    assert.equal(await dialog.getByRole('radio', { checked: true }).count(), 0);
    await dialog.getByRole('radio').first().check();
    await button(page, 'Mark as duplicate').last().click();
    await page.getByText('as a duplicate.').waitFor();
  });
});
