// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { TestDesk } from '../../server/test/desk.ts';
import { aMailServer } from '../../server/test/mail-server.ts';
import { button, inspect, leave, minuteInBrussels, openBrowser, twoVariants, visit } from './browser.ts';
import { somebodyElse } from './law-people.ts';

const browser = openBrowser();

async function anIncident(desk: TestDesk): Promise<string> {
  const { api } = await desk.as('it_responsible');
  const { reference } = await api.declareIncident({ body: { title: 'Booking service down' } });
  return reference;
}

/** Begins words to clients in English and Dutch, by keyboard, from the page of the incident. */
async function begin(page: Page, desk: TestDesk, reference: string): Promise<void> {
  await page.goto(`${desk.address}/incidents/${reference}`);
  await button(page, 'Begin an announcement').press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await inspect(page, 'announcement-begin', twoVariants);
  await dialog.getByRole('combobox', { name: 'Who is told' }).press('ArrowDown');
  await page.getByRole('option', { name: 'Clients' }).click();
  await dialog.getByRole('button', { name: 'Begin', exact: true }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Announcement: Clients' }).waitFor();
}

/** Each gap is jumped to and filled by typing over it. */
async function fillGaps(page: Page): Promise<void> {
  const gaps = page.locator('.announcement-blanks button');
  for (let tries = 0; (await gaps.count()) > 0; tries += 1) {
    assert.ok(tries < 40, `still open: ${await gaps.allTextContents()}`);
    await gaps.first().click();
    await page.keyboard.type('Since 09:00 bookings fail.');
  }
  await button(page, 'Save the words').click();
  await page.getByText('Everything is saved').waitFor();
}

describe('announcements', () => {
  // Nothing leaves without somebody else who read exactly what leaves; each recipient gets a mail of their own.
  it('one writes and lists, another approves with a passkey, and each recipient gets their own mail', async (t) => {
    const mails = await aMailServer(t);
    const configuration = { smtpUrl: mails.url, mailFrom: 'desk@example.org' };
    const { desk, page, refused } = await visit(t, browser(), ['handler'], { configuration });
    const reference = await anIncident(desk);
    await begin(page, desk, reference);
    await inspect(page, 'announcement-draft');
    await fillGaps(page);
    await page.getByLabel('By mail, one each').check();
    await page.getByText('Nobody is on the list yet.').waitFor();
    await page.getByText('Add a list (CSV)').click();
    await page
      .getByLabel('Or paste the list')
      .fill(
        'name;mail;language\nAn;an@example.org;en\nBob;bob@example.org;en\nAn;AN@example.org;en\nX;nobody;en',
      );
    await button(page, 'See what would be added').click();
    await page.getByText('2 would be added, 1 stand on the list already or twice.').waitFor();
    await page.getByText('Line 5:').waitFor();
    await inspect(page, 'announcement-csv', twoVariants);
    assert.equal(await button(page, 'Add 2 recipients').isDisabled(), true);
    await page.getByLabel('Take the lines that can be read').check();
    await button(page, 'Add 2 recipients').click();
    await page.getByRole('heading', { name: '2 recipients' }).waitFor();
    await page.getByText('Add somebody by hand').click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Cem');
    await page.getByRole('textbox', { name: 'Mail address' }).fill('cem@example.org');
    await button(page, 'Add to the list').click();
    await page.getByRole('heading', { name: '3 recipients' }).waitFor();
    await button(page, 'Propose for approval').click();
    await page.getByText('waits for approval').first().waitFor();
    assert.equal(await button(page, 'Read and approve').count(), 0);

    const other = await somebodyElse(t, desk, browser(), ['dpo']);
    await other.goto(page.url());
    await button(other, 'Read and approve').click();
    await other.getByText('Digest of what leaves').waitFor();
    await inspect(other, 'announcement-approve', twoVariants);
    await button(other, 'Confirm with your passkey').click();
    await button(other, 'Send 3 mails').click();
    await other.getByText('Those affected were told.').waitFor();
    await other.getByText('3 of 3 were taken by their mail server').first().waitFor();
    await inspect(other, 'announcement-told');
    // People of the desk get mails of their own about other things.
    const told = mails.taken.filter(({ content }) => content.includes('bookings fail'));
    assert.deepEqual(told.map(({ to }) => to).sort(), [
      ['an@example.org'],
      ['bob@example.org'],
      ['cem@example.org'],
    ]);
    await page.goto(`${desk.address}/incidents/${reference}`);
    await page.getByText('3 of 3 were taken by their mail server').waitFor();
    assert.deepEqual(refused, []);
  });

  // Danger: who saves later would wipe out the other's words unseen.
  it('two people write at once: each sees that the other did, and one chooses', async (t) => {
    const { desk, page } = await visit(t, browser(), ['handler']);
    const incident = await anIncident(desk);
    const { api } = await desk.as('dpo');
    const begun = await api.beginAnnouncement({
      params: { reference: incident },
      body: { audience: 'users', languages: ['en'] },
    });
    await page.goto(`${desk.address}/incidents/${incident}/announcements/${begun.reference}`);
    await page.getByRole('textbox', { name: 'Subject (English)' }).fill('Words of Bea');
    await api.changeAnnouncement({
      params: { reference: begun.reference },
      body: { texts: { en: { subject: 'Words of the DPO', text: 'Here.' } }, version: begun.version },
    });
    await page.locator('.gathered button').click();
    await page.getByText('Somebody else changed the words meanwhile.').waitFor();
    await button(page, 'Save mine over theirs').click();
    await page.getByText('Everything is saved').waitFor();
    const after = await api.readAnnouncement({ params: { reference: begun.reference } });
    assert.equal(after.texts.en?.subject, 'Words of Bea');
  });

  it('what was told by letter is recorded with how, whom, when and its proof', async (t) => {
    const { desk, page } = await visit(t, browser(), ['dpo']);
    const incident = await anIncident(desk);
    const { api } = await desk.as('communicator');
    const params = { reference: incident };
    const begun = await api.beginAnnouncement({ params, body: { audience: 'public', languages: ['en'] } });
    const its = { reference: begun.reference };
    const texts = { en: { subject: 'Letter', text: 'To all.' } };
    const body = { texts, way: 'elsewhere' as const, version: begun.version };
    const { version } = await api.changeAnnouncement({ params: its, body });
    await api.proposeAnnouncement({ params: its, body: { version } });
    await page.goto(`${desk.address}/incidents/${incident}/announcements/${begun.reference}`);
    await button(page, 'Read and approve').click();
    await button(page, 'Confirm with your passkey').click();
    await button(page, 'Record that they were told').click();
    const dialog = page.getByRole('dialog');
    await inspect(page, 'announcement-elsewhere', twoVariants);
    await dialog.getByRole('button', { name: 'Record that they were told' }).click();
    await dialog.getByText('Say when they were told').waitFor();
    await dialog.getByLabel('How they were told').fill('Letter to each household');
    await dialog.getByLabel('Who was told').fill('Households of Example street');
    const local = minuteInBrussels();
    await dialog.getByLabel('When', { exact: true }).fill(local);
    await page.locator('input[type=file]').setInputFiles({
      name: 'letter.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7 letter'),
    });
    await dialog.getByRole('button', { name: 'Record that they were told' }).click();
    await page.getByText('Letter to each household').waitFor();
    await page.getByText('1 proof').waitFor();
  });

  // Danger: a public page shows what nobody approved for it, or is there before somebody wanted one.
  it('approved words stand on the public page in four languages, without script, until it is over', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['dpo', 'administrator']);
    const incident = await anIncident(desk);
    const { api } = await desk.as('communicator');
    const params = { reference: incident };
    const begun = await api.beginAnnouncement({ params, body: { audience: 'public', languages: ['en'] } });
    const its = { reference: begun.reference };
    const texts = { en: { subject: 'Bookings are down', text: `We work on it. ${'very'.repeat(40)}` } };
    const body = { texts, way: 'status_page' as const, version: begun.version };
    const { version } = await api.changeAnnouncement({ params: its, body });
    await api.proposeAnnouncement({ params: its, body: { version } });
    await page.goto(`${desk.address}/incidents/${incident}/announcements/${begun.reference}`);
    await button(page, 'Read and approve').click();
    await button(page, 'Confirm with your passkey').click();
    await page.getByRole('link', { name: 'Switch it on' }).click();
    await page.getByRole('switch', { name: 'Anybody can read it' }).press('Space');
    await page.getByText('It is on and shows nothing at the moment:').waitFor();
    await inspect(page, 'status-page-switch', twoVariants);
    await page.goto(`${desk.address}/incidents/${incident}/announcements/${begun.reference}`);
    await button(page, 'Show on the status page').click();
    const dialog = page.getByRole('dialog');
    await inspect(page, 'status-note-show', twoVariants);
    await dialog.getByRole('button', { name: 'Show on the status page' }).click();
    await page.getByText('Those affected were told.').waitFor();
    const context = await browser().newContext({ javaScriptEnabled: false, locale: 'fr' });
    t.after(() => leave(context));
    const stranger = await context.newPage();
    await stranger.goto(`${desk.address}/status`);
    await stranger.getByRole('heading', { level: 1, name: 'État' }).waitFor();
    await stranger.getByRole('heading', { name: 'Bookings are down' }).waitFor();
    await page.goto(`${desk.address}/status`);
    await inspect(page, 'status-page');
    await page.goto(`${desk.address}/incidents/${incident}`);
    await button(page, /^Say that it is over/).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Say that it is over' }).click();
    await page.getByText('over since').waitFor();
    await stranger.reload();
    await stranger.getByText('Terminé depuis').waitFor();
    assert.deepEqual(refused, []);
  });
});
