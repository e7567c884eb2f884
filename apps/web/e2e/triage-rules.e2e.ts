// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { button, inspect, openBrowser, twoVariants, visit } from './browser.ts';

const browser = openBrowser();

/** Reports by the public form, without JavaScript and without an account, as somebody outside does. */
async function reportByForm(address: string, page: Page, words: string): Promise<void> {
  const context = await page.context().browser()?.newContext({ javaScriptEnabled: false, locale: 'nl-BE' });
  assert.ok(context, 'The page belongs to a browser');
  const form = await context.newPage();
  await form.goto(`${address}/report?lang=en`);
  for (let step = 0; step < 16; step += 1) {
    const choice = form.locator('main input[type=radio]').first();
    if ((await choice.count()) > 0 && (await form.locator('main input[type=radio]:checked').count()) === 0) {
      await choice.check();
    }
    const unknown = form.getByLabel('I do not know when');
    if ((await unknown.count()) > 0) {
      await unknown.check();
    }
    const field = form.locator('main textarea').first();
    if ((await field.count()) > 0 && (await field.inputValue()) === '') {
      await field.fill(words);
    }
    if (/REP-\d{4}-\d{4}/.test(await form.locator('main').innerText())) {
      await context.close();
      return;
    }
    await form.locator('main form button[type=submit], main form button').last().click();
  }
  assert.fail(`The form was not sent: ${await form.locator('main').innerText()}`);
}

const choose = async (page: Page, label: string | RegExp, option: string | RegExp) => {
  await page.getByRole('dialog').getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
};

describe('triage rules', () => {
  it('are made from nothing, tried, saved, and bring a report of the public form into its queue', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['it_responsible']);
    const { api } = await desk.as('handler');
    await api.sendReport({ body: { summary: 'An old phishing mail' } });
    await api.sendReport({ body: { summary: 'A lost badge' } });

    await page.goto(`${desk.address}/triage/rules`);
    await page.getByText('There is no queue yet').waitFor();
    await inspect(page, 'triage-rules-empty');
    await button(page, 'Add a queue').click();
    await page.getByRole('textbox', { name: 'Name of the queue' }).fill('Strange mails');
    await page.getByRole('textbox', { name: 'Name in Nederlands' }).fill('Vreemde mails');
    await inspect(page, 'queue-dialog', twoVariants);
    await page.getByRole('dialog').getByRole('button', { name: 'Add a queue' }).click();
    await page.getByRole('link', { name: 'Strange mails (0)' }).waitFor();

    await button(page, 'Add a rule').click();
    // What is missing is asked for, and nothing is lost by it.
    await button(page, 'Put it into the list').click();
    await page.getByText('Write a name for the rule').waitFor();
    await page.getByRole('textbox', { name: 'Name of the rule' }).fill('Says phishing');
    await choose(page, 'Leads to the queue', 'Strange mails');
    await page.getByRole('textbox', { name: 'Words in the report' }).fill('phish*\nnepmail');
    await inspect(page, 'rule-dialog', twoVariants);
    await button(page, 'Put it into the list').click();
    await page.getByText('phish*, nepmail').waitFor();

    await button(page, 'Try on the last 90 days').click();
    await page.getByText('Looked at 2 of 2 reports.').waitFor();
    await page.getByText('1 of 2 match no rule.').waitFor();
    await page.getByRole('cell', { name: 'An old phishing mail' }).waitFor();
    await inspect(page, 'triage-rules-tried');
    await page.getByRole('textbox', { name: 'Why these rules' }).fill('Mails have their own people');
    await button(page, 'Save the rules').click();
    await page.getByText('Version 1 · Bea Handler').waitFor();

    await reportByForm(desk.address, page, 'Someone sent me a PHISHING mail');
    await page.goto(`${desk.address}/triage`);
    await page.getByRole('combobox', { name: 'Queue' }).click();
    await page.getByRole('option', { name: 'Matched no rule (2)' }).waitFor();
    await page.getByRole('option', { name: 'Strange mails (1)' }).click();
    await page.waitForURL(/queue=/);
    await page.locator('.queue tbody tr').getByText('PHISHING').waitFor();
    assert.equal(await page.locator('.queue tbody tr').count(), 1);
    // Letters are words in a field and keys beside it: the row has the focus first.
    await page.locator('.queue tbody tr a').press('Enter');
    await page.getByText('Suggested by the rule').waitFor();
    await page.getByRole('link', { name: 'Says phishing (version 1)' }).waitFor();

    // By keyboard: take it, ask with words kept for the next time, and see the median.
    await page.keyboard.press('t');
    await button(page, 'Give it up').waitFor();
    await page.keyboard.press('4');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Your question' }).fill('Can you forward {reference}, {name}?');
    await button(page, 'Keep for the next time').click();
    await dialog.getByRole('textbox', { name: 'Name in the list' }).fill('Forward it');
    await button(page, 'Keep the text').click();
    await page.getByText('Kept as “Forward it”.').waitFor();
    await dialog.getByRole('textbox', { name: 'Your question' }).fill('');
    await dialog.getByRole('combobox', { name: 'Use a canned text' }).fill('forw');
    await page.getByRole('option', { name: 'Forward it' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const asked = await dialog.getByRole('textbox', { name: 'Your question' }).inputValue();
    assert.match(asked, /^Can you forward REP-\d{4}-0003, /);
    await inspect(page, 'ask-canned', twoVariants);
    await button(page, 'Send the question').click();
    await page.getByText('Asked the reporter of REP-').waitFor();
    await page.getByText(/Half of the reporters hear from us within \d+ minute/).waitFor();
    await page.locator('.answer-times summary').click();
    await inspect(page, 'triage-answer-times');
    await page.goto(`${desk.address}/triage/canned-texts`);
    await page.getByText('used once').waitFor();
    await inspect(page, 'canned-texts');
    assert.deepEqual(refused, []);
  });

  it('moves many into a queue, and takes a move back', async (t) => {
    const { desk, page } = await visit(t, browser(), ['helpdesk']);
    const lead = await desk.as('it_responsible');
    await lead.api.addQueue({ body: { name: 'Later' } });
    for (const summary of ['One', 'Two']) {
      await lead.api.sendReport({ body: { summary } });
    }
    await page.goto(`${desk.address}/triage`);
    await page.getByRole('checkbox').nth(0).check();
    await page.getByRole('checkbox').nth(1).check();
    await page.keyboard.press('m');
    await page.getByRole('dialog', { name: 'Move 2 reports' }).waitFor();
    await choose(page, 'Queue', 'Later');
    await inspect(page, 'move-dialog', twoVariants);
    await button(page, 'Move 2 reports').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await button(page, 'Take the move back').click();
    await button(page, 'Take the move back').waitFor({ state: 'detached' });
    const { items, none } = await lead.api.listQueues();
    assert.deepEqual([items[0]?.open, none.open], [1, 1]);
  });
});
