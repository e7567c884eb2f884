// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { openTestDesk } from '../../server/test/desk.ts';
import { fits, lastingViolations, loadAxe, openBrowser } from './browser.ts';

/** Real phishing mails, where they are at hand; otherwise one of our own making. */
const mailsDir = process.env['BELFRY_MAILS'];
const browser = openBrowser();

async function open(t: TestContext, options: BrowserContextOptions = {}) {
  const context = await browser().newContext({ locale: 'en-GB', javaScriptEnabled: false, ...options });
  t.after(() => context.close());
  const desk = await openTestDesk(t, { listen: true });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  return { desk, context, page };
}

/**
 * No violation axe knows in both themes and at phone width; no sideways scroll. The visitor's page runs no script, so
 * axe runs in another browser at the same address: the address is the state.
 */
async function inspect(visited: Page, page: Page, name: string): Promise<void> {
  await page.goto(visited.url());
  await loadAxe(page);
  const looks = [
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 1280 },
    { colorScheme: 'light', width: 320 },
    { colorScheme: 'dark', width: 320, forcedColors: 'active' },
  ] as const;
  for (const { width, ...media } of looks) {
    await page.emulateMedia({ forcedColors: 'none', ...media, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await fits(page, name, `${'forcedColors' in media ? 'forced' : media.colorScheme}-${width}`);
    if (!('forcedColors' in media)) {
      assert.deepEqual(await lastingViolations(page), [], `${name} ${media.colorScheme} ${width}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
}

function mails(count: number): { name: string; mimeType: string; buffer: Buffer }[] {
  const names =
    mailsDir === undefined || !existsSync(mailsDir)
      ? []
      : readdirSync(mailsDir)
          .filter((name) => name.endsWith('.eml'))
          .slice(0, count);
  if (names.length === 0) {
    const buffer = Buffer.from('From: bank@example.com\r\nSubject: Pay now\r\n\r\nClick here');
    return [{ name: 'strange mail.eml', mimeType: 'message/rfc822', buffer }];
  }
  return names.map((name) => ({
    name,
    mimeType: 'message/rfc822',
    buffer: readFileSync(path.join(mailsDir ?? '', name)),
  }));
}

const next = (page: Page) => page.getByRole('button', { name: 'Continue' }).click();

/** From the start to the check page, looking at each page on the way. */
async function fillIn(page: Page, address: string, look: (name: string) => Promise<void>): Promise<void> {
  await page.goto(`${address}/report`);
  await look('1-start');
  await page.getByRole('button', { name: 'Start a report' }).click();
  await look('2-kind');
  await page.getByLabel('Something happened').check();
  await next(page);
  await look('3-happened');
  await page.getByLabel('What happened?').fill('I clicked on a link in a strange mail');
  await next(page);
  await look('4-about');
  await next(page);
  await look('4-ongoing');
  await page.getByLabel('Yes, it is happening now').check();
  await next(page);
  await page.getByText('Is it happening now? Call first').waitFor();
  await look('5-noticed');
  await page.getByLabel('Day').fill('3');
  await page.getByLabel('Month').fill('March');
  await page.getByLabel('Year').fill('2026');
  await page.getByLabel('Time').fill('14:05');
  await next(page);
  await look('6-files');
  await page.getByLabel('Choose files').setInputFiles(mails(3));
  await page.getByRole('button', { name: 'Add these files' }).click();
  await page.getByRole('heading', { name: 'Files added' }).waitFor();
  await look('7-files-added');
  await next(page);
  await look('8-reach');
}

describe('the public form in a browser without script', () => {
  it('walks from the start to the receipt and back again, at every width and in every colour', async (t) => {
    const { context, desk, page } = await open(t);
    const looker = await (await browser().newContext({ locale: 'en-GB' })).newPage();
    t.after(() => looker.context().close());
    const look = (name: string) => inspect(page, looker, `report-${name}`);
    await fillIn(page, desk.address, look);
    await page.getByLabel('You may know who I am').check();
    await page.getByLabel('Mail address').fill('not an address');
    await next(page);
    assert.match(await page.title(), /^Error: /);
    await look('9-reach-problem');
    assert.equal(await page.getByLabel('Mail address').inputValue(), 'not an address');
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'problems');
    await page.getByRole('link', { name: /Enter a mail address/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'reach-email');
    await page.getByLabel('I want to stay anonymous').check();
    await next(page);
    await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
    await look('10-check');
    await page.goBack();
    await page.getByRole('heading', { name: 'How can we reach you?' }).waitFor();
    await page.goForward();
    await page.getByRole('link', { name: 'Change: What happened?' }).click();
    await page.getByLabel('What happened?').fill('I clicked on a link and typed my password');
    await next(page);
    await page.getByText('typed my password').waitFor();
    await page.getByRole('button', { name: 'Send the report' }).click();
    // A test is as quick as a robot: it is asked once more.
    const asked = page.getByRole('heading', { name: 'One more press' });
    await asked.or(page.getByRole('heading', { name: 'Report received' })).waitFor();
    if (await asked.isVisible()) {
      await look('11-confirm');
      await page.getByRole('button', { name: 'I am a person' }).click();
    }
    await page.getByRole('heading', { name: 'Report received' }).waitFor();
    await look('12-sent');
    const receipt = (await page.locator('#receipt').textContent()) ?? '';
    assert.match(receipt, /^\d{4} \d{4} \d{4} \d{4}$/);
    await page.getByRole('link', { name: 'Come back with your receipt' }).click();
    await page.getByLabel('Receipt').fill('1234');
    await page.getByRole('button', { name: 'Open my report' }).click();
    await look('13-receipt-problem');
    await page.getByLabel('Receipt').fill(receipt);
    await page.getByRole('button', { name: 'Open my report' }).click();
    await page.getByText('Nobody has decided on it yet').waitFor();
    const reference = /REP-\d{4}-\d{4}/.exec((await page.textContent('h1')) ?? '')?.[0] ?? '';
    const helpdesk = await desk.as('helpdesk');
    await helpdesk.api.decideReports({
      body: { references: [reference], decision: { verb: 'ask', text: 'Which password was it?' } },
    });
    await page.getByLabel('Your message').fill('The one of my mail');
    await page.getByRole('button', { name: 'Send the message' }).click();
    await page.getByText('Your message was sent').waitFor();
    await page.getByText('Which password was it?').waitFor();
    await look('14-mine');
    await page.getByRole('link', { name: 'Withdraw this report' }).click();
    await look('15-withdraw');
    assert.deepEqual(await context.cookies(), []);
    const whole = await helpdesk.api.readReport({ params: { reference } });
    assert.equal(whole.summary, 'I clicked on a link and typed my password');
    assert.equal(whole.attachments.length, mails(3).length);
    assert.deepEqual([whole.anonymous, whole.reporter], [true, null]);
  });

  it('works by keyboard alone on a phone, in another language', async (t) => {
    const { desk, page } = await open(t, { locale: 'nl-BE', viewport: { width: 320, height: 640 } });
    await page.goto(`${desk.address}/report`);
    await page.getByRole('button', { name: 'Begin een melding' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Wat wilt u melden?' }).waitFor();
    await page.getByLabel('Er is iets gebeurd').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByLabel('Wat is er gebeurd?').focus();
    await page.keyboard.type('Ik kreeg een valse mail');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // What it is about may stay open.
    await page.getByRole('heading', { name: 'Waar gaat het over?' }).waitFor();
    await page.getByRole('button', { name: 'Verder' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Gebeurt het nu?' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'nl');
    await page.getByRole('link', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { name: 'Passiert es gerade?' }).waitFor();
    await page.getByRole('link', { name: 'Zurück' }).click();
    await page.getByRole('heading', { name: 'Worum geht es?' }).waitFor();
    await page.getByRole('link', { name: 'Zurück' }).click();
    await page.getByRole('heading', { name: 'Was ist passiert?' }).waitFor();
    assert.equal(await page.locator('textarea').inputValue(), 'Ik kreeg een valse mail');
  });

  it('asks for nothing from anybody else, and nothing fails in the browser', async (t) => {
    const { desk, page } = await open(t, { javaScriptEnabled: true });
    const hosts = new Set<string>();
    const complaints: string[] = [];
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    page.on('console', (message) => complaints.push(message.text()));
    await fillIn(page, desk.address, async () => undefined);
    assert.deepEqual([...hosts], [new URL(desk.address).host]);
    assert.deepEqual(complaints, []);
  });
});
