// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { openTestDesk } from '../../server/test/desk.ts';
import { aMailServer } from '../../server/test/mail-server.ts';
import { button, inspect, leave, openBrowser, visit } from './browser.ts';

const browser = openBrowser();

/** A page without script and cookies, as somebody careful keeps it. */
async function aCarefulPage(t: TestContext): Promise<Page> {
  const context = await browser().newContext({ locale: 'en-GB', javaScriptEnabled: false });
  t.after(() => leave(context));
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  return page;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Reports anonymously, leaving out what may be left out. @returns the receipt */
async function reportAnonymously(page: Page, address: string): Promise<string> {
  await page.goto(`${address}/report`);
  await press(page, 'Start a report');
  await page.getByLabel('Something happened').check();
  await press(page, 'Continue');
  await page.getByLabel('What happened?').fill('Somebody copies files at night');
  await press(page, 'Continue');
  for (let step = 0; step < 8; step += 1) {
    if (await page.getByRole('heading', { name: 'Check your answers' }).isVisible()) break;
    const no = page.getByLabel('No, it is over');
    const unknown = page.getByLabel('I do not know when');
    const anonymous = page.getByLabel('I want to stay anonymous');
    for (const choice of [no, unknown, anonymous]) {
      if (await choice.isVisible()) await choice.check();
    }
    await press(page, 'Continue');
  }
  await press(page, 'Send the report');
  const again = page.getByRole('button', { name: 'I am a person' });
  await again.or(page.locator('#receipt')).waitFor();
  if (await again.isVisible()) await again.click();
  return (await page.locator('#receipt').textContent()) ?? '';
}

async function openByReceipt(page: Page, address: string, receipt: string): Promise<void> {
  await page.goto(`${address}/report/back`);
  await page.getByLabel('Receipt').fill(receipt);
  await press(page, 'Open my report');
}

/** The visitor's page runs no script, so it is looked at in another page at the same address. */
async function look(t: TestContext, visited: Page, name: string): Promise<void> {
  const context = await browser().newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  t.after(() => leave(context));
  await page.goto(visited.url());
  await inspect(page, name);
  await context.close();
}

describe('the mailbox of a reporter, in a browser', () => {
  it('anonymous: reports, answers a question, adds a file, says who they are; staff opens it', async (t) => {
    const staff = await visit(t, browser(), ['handler']);
    const { desk } = staff;
    const reporter = await aCarefulPage(t);
    const receipt = await reportAnonymously(reporter, desk.address);
    const helpdesk = await desk.as('helpdesk');
    const [found] = (await helpdesk.api.listReports({ query: {} })).items;
    const reference = found?.reference ?? '';
    const params = { reference };
    await helpdesk.api.decideReports({
      body: { references: [reference], decision: { verb: 'ask', text: 'Which files?' } },
    });
    await openByReceipt(reporter, desk.address, receipt);
    await reporter.getByText('New messages: 1').waitFor();
    await reporter.getByLabel('Your message').fill('The payroll');
    await press(reporter, 'Send the message');
    await reporter.getByText('Your message was sent').waitFor();
    await reporter
      .getByLabel('Choose files')
      .setInputFiles([{ name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('a list') }]);
    await press(reporter, 'Add these files');
    await reporter.getByText('Your files were added').waitFor();

    const { page } = staff;
    await page.goto(`${desk.address}/reports/${reference}`);
    await page.getByText('Not asked.').waitFor();
    await button(page, 'Ask who they are').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Ask who they are' }).click();
    await dialog
      .getByText(/must|fill|at least|Write/i)
      .first()
      .waitFor();
    await dialog.getByLabel('Why you ask').fill('May we call you about the hours?');
    await inspect(page, 'mailbox-ask-dialog', [
      ['light', 1280],
      ['dark', 320],
    ]);
    await dialog.getByRole('button', { name: 'Ask who they are' }).click();
    await page.getByText('Asked. The reporter has not answered yet.').waitFor();

    await openByReceipt(reporter, desk.address, receipt);
    await reporter.getByText('asks who you are').waitFor();
    await look(t, reporter, 'mailbox-asked');
    await reporter.getByLabel('Your name').fill('Nadia Unknown');
    await reporter.getByLabel('How we can reach you').fill('0470 12 34 56');
    await press(reporter, 'Say who I am');
    await reporter.getByText('Nobody has opened it.', { exact: true }).waitFor();

    await page.goto(`${desk.address}/reports/${reference}`);
    await page.getByText('Given, sealed.').waitFor();
    await button(page, 'Open the identity').click();
    await page.getByRole('dialog').getByLabel('Why it has to be known').fill('The court asks');
    await page.getByRole('dialog').getByRole('button', { name: 'Open the identity' }).click();
    await page.getByText('Nadia Unknown').waitFor();
    await page.getByText('0470 12 34 56').waitFor();
    await inspect(page, 'mailbox-identity-opened');
    await page.reload();
    await page.getByText('The court asks').waitFor();
    assert.equal(await page.getByText('Nadia Unknown').count(), 0, 'shown once');

    await openByReceipt(reporter, desk.address, receipt);
    await reporter.getByText(/, by a handler/).waitFor();
    await look(t, reporter, 'mailbox-opened');
    const mine = reporter.url();
    await press(reporter, 'Leave and close this report');
    await reporter.getByRole('heading', { name: 'You left your report' }).waitFor();
    await look(t, reporter, 'mailbox-left');
    await reporter.goto(mine);
    await reporter.getByText('Your report was closed').waitFor();
    assert.deepEqual(await reporter.context().cookies(), []);
    assert.deepEqual(staff.refused, []);
    assert.equal((await helpdesk.api.readIdentity({ params })).openings.length, 1);
  });

  it('an employee finds their reports, reads, answers, adds a file and withdraws', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['log_owner']);
    await page.goto(`${desk.address}/my-reports`);
    await page.getByText('You have no reports under your name.').waitFor();
    await inspect(page, 'my-reports-none');
    const helpdesk = await desk.as('helpdesk');
    const sent = await helpdesk.api.sendReport({
      body: { summary: 'My laptop is gone', reporter: { name: 'Bea', email: 'bea@example.org' } },
    });
    const params = { reference: sent.reference };
    await helpdesk.api.writeReportMessage({ params, body: { text: 'Which laptop is it?' } });
    await page.reload();
    await page.getByText('1 new message', { exact: true }).waitFor();
    await page.getByText('· entered for you').waitFor();
    await inspect(page, 'my-reports');
    await page.getByRole('link', { name: sent.reference }).click();
    await page.getByText('Which laptop is it?').waitFor();
    await inspect(page, 'my-report');
    await page.getByLabel('Write to the desk').fill('The grey one');
    await button(page, 'Send the message').click();
    await page.getByText('You wrote').waitFor();
    await page
      .locator('input[type=file]')
      .setInputFiles([{ name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('a list') }]);
    await button(page, 'Add the files').click();
    await page.getByRole('link', { name: 'list.txt' }).waitFor();
    await button(page, 'Withdraw this report').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw this report' }).click();
    await page.getByText('You withdrew this report.').waitFor();
    await page.getByRole('link', { name: 'All my reports' }).click();
    await page.getByText('Withdrawn by you').waitFor();
    assert.equal(await page.getByText('new message').count(), 0);
    const whole = await helpdesk.api.readReport({ params });
    assert.deepEqual([whole.state, whole.messages.at(-1)?.writtenBy.name], ['withdrawn', 'Bea Handler']);
    assert.deepEqual(refused, []);
  });

  it('opens a report by the link of a mail that a real mail server took', async (t) => {
    const mail = await aMailServer(t);
    const page = await aCarefulPage(t);
    const desk = await openTestDesk(t, { listen: true, configuration: { smtpUrl: mail.url } });
    const { api } = await desk.as('helpdesk');
    const sent = await api.sendReport({
      body: { summary: 'A strange mail', reporter: { name: 'Ann', email: 'ann@example.org' } },
    });
    await api.writeReportMessage({ params: { reference: sent.reference }, body: { text: 'Did you click?' } });
    let link: string | undefined;
    for (let tries = 0; tries < 300 && link === undefined; tries += 1) {
      await page.waitForTimeout(100);
      const text = mail.taken
        .map(({ content }) => content)
        .join('')
        .replaceAll('=\r\n', '')
        .replaceAll('=3D', '=');
      link = /(http:\/\/[^\s"<]+\/report\/back\/link\/[^\s"<]+)/.exec(text)?.[1];
    }
    await page.goto(link ?? assert.fail('no link came by mail'));
    await page.getByRole('heading', { name: 'Open your report' }).waitFor();
    assert.equal(await page.getByText('A strange mail').count(), 0);
    await look(t, page, 'mailbox-link');
    await press(page, 'Open my report');
    await page.getByText('Did you click?').waitFor();
    await page.getByRole('link', { name: 'Nederlands' }).click();
    await page.getByText('Did you click?').waitFor();
    assert.equal(await page.getByRole('heading', { name: `Uw melding ${sent.reference}` }).count(), 1);
  });
});
