// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { Somebody, TestDesk } from '../../server/test/desk.ts';
import { inspect, openBrowser, visit } from './browser.ts';

const browser = openBrowser();
const WORD = 'Kwikstaart';

/** What somebody of the helpdesk, who may do everything else, can read at this moment. */
async function seenByHelpdesk(helpdesk: Somebody): Promise<string> {
  const roads = [
    '/api/v1/reports',
    `/api/v1/reports?q=${WORD}`,
    '/api/v1/reports/count',
    '/api/v1/incidents',
    `/api/v1/search?q=${WORD}`,
    '/api/v1/history',
  ];
  const answers = await Promise.all(roads.map((url) => helpdesk.inject({ method: 'GET', url })));
  return answers.map((answer) => answer.body).join('\n');
}

async function nothingSeen(helpdesk: Somebody, step: string): Promise<void> {
  assert.doesNotMatch(await seenByHelpdesk(helpdesk), new RegExp(`${WORD}|WB-`), step);
}

/** Somebody with a browser of their own and no account reports, and comes back with the receipt. */
async function reportInConfidence(desk: TestDesk, page: Page): Promise<string> {
  await page.goto(`${desk.address}/report`);
  await page.getByRole('button', { name: 'Start a report' }).click();
  await page.getByLabel('Wrongdoing at work (whistle-blowing)').check();
  const next = () => page.getByRole('button', { name: 'Continue' }).click();
  await next();
  await page.getByRole('heading', { name: 'Report wrongdoing at work in confidence' }).waitFor();
  await page.getByRole('link', { name: 'Continue' }).click();
  await page.getByLabel('What happened?').fill(`${WORD} pays invoices of a firm that does not exist`);
  await next();
  await page.getByLabel('No, it is over').check();
  await next();
  await page.getByLabel(/do not know/).check();
  await next();
  await next();
  await page.getByLabel(/anonymous/i).check();
  await next();
  await page.getByRole('button', { name: 'Send' }).first().click();
  const received = page.getByRole('heading', { name: 'Report received' });
  const again = page.getByRole('heading', { name: 'One more press' });
  await received.or(again).waitFor();
  if (await again.isVisible()) await page.getByRole('button', { name: 'I am a person' }).click();
  await received.waitFor();
  return (await page.locator('#receipt').textContent()) ?? '';
}

async function comeBack(desk: TestDesk, page: Page, receipt: string): Promise<void> {
  await page.goto(`${desk.address}/report/back`);
  await page.getByLabel(/receipt/i).fill(receipt);
  await page.getByRole('button', { name: /Open/ }).click();
}

describe('whistle-blowing', () => {
  it('goes from an anonymous report to feedback, and the helpdesk sees nothing at any step', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['whistleblowing_handler']);
    const helpdesk = await desk.as('helpdesk', 'it_responsible', 'administrator', 'auditor');
    const outside = await browser().newContext({ locale: 'en-GB', javaScriptEnabled: false });
    t.after(() => outside.close());
    const visitor = await outside.newPage();
    const receipt = await reportInConfidence(desk, visitor);
    assert.match(receipt, /^(\d{4} ?){4}$/);
    await nothingSeen(helpdesk, 'received');

    await page.getByRole('link', { name: 'Confidential room' }).first().click();
    await page.getByRole('link', { name: new RegExp(WORD) }).waitFor();
    await inspect(page, 'whistleblowing-room');
    await page.getByRole('link', { name: new RegExp(WORD) }).click();
    await page.getByRole('button', { name: 'Acknowledge receipt' }).click();
    await inspect(page, 'whistleblowing-acknowledge');
    await page.getByRole('button', { name: 'Send acknowledgement' }).click();
    await page.getByText('Met in time').waitFor();
    await nothingSeen(helpdesk, 'acknowledged');

    await page.getByLabel('Write to the reporter').fill('Which firm is it?');
    await page.getByRole('button', { name: 'Send message' }).click();
    await page.locator('.talk-line', { hasText: 'Which firm is it?' }).waitFor();
    await comeBack(desk, visitor, receipt);
    await visitor.getByText('We have received your report.').waitFor();
    await visitor.getByText('Which firm is it?').waitFor();
    await visitor.locator('#message').fill('Meesje Ltd, call me on 0470 12 34 56');
    await visitor
      .locator('form', { has: visitor.locator('#message') })
      .getByRole('button')
      .click();
    await page.reload();
    await page.getByText('Meesje Ltd').waitFor();
    await nothingSeen(helpdesk, 'answered');

    await page.getByLabel('What was done or found').fill('Asked the bank about the firm');
    await page.getByRole('button', { name: 'Write it down' }).click();
    await page.locator('.plain-list', { hasText: 'Asked the bank' }).waitFor();
    await page.getByRole('button', { name: 'Hand over to an incident' }).click();
    await page.getByLabel('Title of the incident').fill('Invoices of an unknown firm');
    await page.getByLabel('What the incident may know').fill('Keep the logs of accounting since January');
    await inspect(page, 'whistleblowing-hand-over');
    await page.getByRole('dialog').getByRole('button', { name: 'Hand over to an incident' }).click();
    await page.getByText('Handed over to').waitFor();
    await nothingSeen(helpdesk, 'handed over');
    assert.match(await seenByHelpdesk(helpdesk), /Keep the logs of accounting|Invoices of an unknown firm/);

    await page.getByRole('button', { name: 'Give feedback' }).click();
    await page.getByLabel('Words to the reporter').fill('We stopped the payments.');
    await page.getByRole('button', { name: 'Send feedback' }).click();
    await page.locator('.talk-line', { hasText: 'We stopped the payments.' }).waitFor();
    await page.getByRole('button', { name: 'Close report' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close report' }).click();
    await page.getByText('Closed: Followed up').waitFor();
    await inspect(page, 'whistleblowing-case');
    await comeBack(desk, visitor, receipt);
    await visitor.getByText('We stopped the payments.').waitFor();
    await nothingSeen(helpdesk, 'closed');
    assert.deepEqual(refused, []);
  });

  it('takes an oral report in by keyboard, and shows its receipt once', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['whistleblowing_handler']);
    await page.goto(`${desk.address}/whistleblowing/enter`);
    await page.getByLabel('What was told').focus();
    await page.keyboard.type('The books are cooked');
    await inspect(page, 'whistleblowing-enter');
    await page.getByLabel('Checked by the reporter').focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Take the report in' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(/\d{4} \d{4} \d{4} \d{4}/).waitFor();
    await inspect(page, 'whistleblowing-entered');
    await page.getByRole('link', { name: 'Open the report' }).press('Enter');
    await page.getByText('Checked and agreed by the reporter').waitFor();
    assert.deepEqual(refused, []);
  });
});
