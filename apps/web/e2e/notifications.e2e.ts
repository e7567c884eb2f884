// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { TestDesk } from '../../server/test/desk.ts';
import { aMailServer } from '../../server/test/mail-server.ts';
import { button, inspect, minuteInBrussels, openBrowser, twoVariants, visit } from './browser.ts';
import { anAuthority } from './law-journey.ts';
import { fillMissing, somebodyElse } from './law-people.ts';

const browser = openBrowser();

/** A breach of which the authority is told, with an authority that takes mail and has a portal. */
async function aBreach(desk: TestDesk): Promise<string> {
  const { api } = await desk.as('it_responsible');
  const { id } = await api.addAuthority({
    body: {
      name: 'Example Authority',
      country: 'BE',
      kinds: ['data_protection'],
      channels: [{ kind: 'mail', value: 'breach@authority.example.org' }],
      languages: ['en'],
      formLink: 'https://authority.example.org/breach',
      notes: '',
    },
  });
  await api.chooseAuthority({ body: { regimeId: 'gdpr', authorityId: id } });
  const { reference } = await api.declareIncident({
    body: { title: 'Patient files copied', severity: 'important' },
  });
  await api.confirmIncident({ params: { reference }, body: {} });
  await api.changeIncident({
    params: { reference },
    body: { summary: 'Files of 400 patients were copied from a server.' },
  });
  return reference;
}

/** A draft whose every field is filled, proposed by who wrote it. */
async function propose(page: Page): Promise<void> {
  await fillMissing(page);
  await page.getByText('No field is missing.').waitFor();
  await button(page, 'Propose for approval').click();
  await page.getByText('waits for approval').waitFor();
}

async function approve(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await button(page, 'Read and approve').click();
  await page.getByRole('region', { name: 'The whole text' }).waitFor();
  await button(page, 'Confirm with your passkey').click();
  await page.getByText('approved', { exact: true }).waitFor();
}

async function begin(desk: TestDesk, reference: string): Promise<string> {
  const { api } = await desk.as('handler');
  const body = { regimeId: 'gdpr', stageId: 'authority' };
  const begun = await api.beginNotification({ params: { reference }, body });
  return `${desk.address}/incidents/${reference}/notifications/${begun.reference}`;
}

describe('notifications', () => {
  // Nothing leaves without somebody who is allowed to say so, and who read exactly what leaves (policy 2.5).
  it('one writes, another approves with a passkey, and a mail server takes exactly that', async (t) => {
    const mails = await aMailServer(t);
    const configuration = { smtpUrl: mails.url, mailFrom: 'desk@example.org' };
    const { desk, page, refused } = await visit(t, browser(), ['handler'], { configuration });
    const address = await begin(desk, await aBreach(desk));
    await page.goto(address);
    await page.getByText('from the incident').first().waitFor();
    await inspect(page, 'notification-draft');
    await propose(page);
    assert.equal(await button(page, 'Read and approve').count(), 0);

    const other = await somebodyElse(t, desk, browser(), ['dpo']);
    await other.goto(address);
    await button(other, 'Read and approve').click();
    await other.getByRole('region', { name: 'The whole text' }).waitFor();
    await inspect(other, 'notification-approve', twoVariants);
    await approve(other, address);
    await button(other, 'Submit…').click();
    await other.getByRole('region', { name: 'The whole text' }).waitFor();
    await inspect(other, 'notification-submit', twoVariants);
    await button(other, 'Send the mail').click();
    await other.getByText('Sent by mail').waitFor();
    const mail = mails.taken.find(({ to }) => to.includes('breach@authority.example.org'));
    assert.deepEqual(mail?.to, ['breach@authority.example.org']);
    assert.match(mail?.content ?? '', /TLP:AMBER/);
    assert.match(mail?.content ?? '', /Written by Bea/);
    assert.match(mail?.content ?? '', /Content-Type: application\/pdf/);
    const spent = await desk.query<{ method: string }>(
      'SELECT method FROM reassertion WHERE used_at IS NOT NULL',
    );
    assert.deepEqual(spent, [{ method: 'passkey' }]);
    assert.deepEqual(refused, []);
  });

  it('is copied into a portal field by field, and filed with its moment, reference and proof', async (t) => {
    const { desk, page } = await visit(t, browser(), ['dpo']);
    const reference = await aBreach(desk);
    const address = await begin(desk, reference);
    const writer = await somebodyElse(t, desk, browser(), ['handler']);
    await writer.goto(address);
    await propose(writer);
    await approve(page, address);
    await button(page, 'Submit…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('By the portal of the authority, by hand').check();
    await dialog
      .getByRole('button', { name: /^Copy / })
      .first()
      .waitFor();
    await inspect(page, 'notification-portal', twoVariants);
    await button(page, 'Record the submission').click();
    await dialog.getByText('this is the moment that counts').waitFor();
    const local = minuteInBrussels();
    await dialog.getByLabel('When it was filed').fill(local);
    await dialog.getByLabel(/^Reference the authority gave/).fill('DPA-77');
    await page.locator('input[type=file]').setInputFiles({
      name: 'receipt.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7 receipt'),
    });
    await button(page, 'Record the submission').click();
    await page.getByText('Filed in the portal').waitFor();
    await page.getByText('DPA-77').waitFor();
    const { api } = await desk.as('it_responsible');
    const { reference: notification } =
      (await api.listIncidentNotifications({ params: { reference } })).items[0] ?? assert.fail();
    await api.recordAuthorityMessage({
      params: { reference },
      body: {
        kind: 'request',
        notification,
        text: 'Send us the log of the server.',
        receivedAt: new Date().toISOString(),
        answerDueAt: new Date(Date.now() + 86_400_000).toISOString(),
      },
    });
    await page.goto(`${desk.address}/incidents/${reference}`);
    const waits = page.getByRole('region', { name: 'What an authority still waits for (1)' });
    await waits.getByText('Send us the log of the server.').waitFor();
    await waits.getByText('Answer wanted by').waitFor();
    const { attachments } = await api.readIncident({ params: { reference } });
    assert.deepEqual(
      attachments.map(({ name }) => name),
      ['receipt.pdf'],
    );
  });

  // Danger: a portal swallows the end of a text, and nobody knows what the authority has.
  it('what a portal takes less of says so in the draft, and is cut where it is copied', async (t) => {
    const { desk, page } = await visit(t, browser(), ['dpo']);
    const reference = await aBreach(desk);
    await anAuthority(desk, 'cra', 'csirt');
    const { api } = await desk.as('handler');
    const body = { regimeId: 'cra', stageId: 'v_early_warning' };
    const begun = await api.beginNotification({ params: { reference }, body });
    const params = { reference: begun.reference };
    const asked = begun.problems.map(({ field }) => [field, { value: 'Written by somebody' }]);
    const mail = { contact_mail: { value: 'bea@example.org' }, title: { value: 'x'.repeat(300) } };
    const fields = { ...Object.fromEntries(asked), ...mail };
    const { version } = await api.changeNotification({ params, body: { version: begun.version, fields } });
    const address = `${desk.address}/incidents/${reference}/notifications/${begun.reference}`;
    await page.goto(address);
    await page.getByText('300 characters: the portal takes 255').waitFor();
    await api.proposeNotification({ params, body: { version } });
    await approve(page, address);
    await button(page, 'Submit…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('By the portal of the authority, by hand').check();
    const title = dialog.getByRole('listitem').filter({ hasText: 'cut to what the portal takes' });
    await title.getByText('x'.repeat(250)).waitFor();
    await title.getByText('255 of 255 characters the portal takes').waitFor();
    await title.getByRole('button', { name: 'Copy Title' }).waitFor();
  });

  // Whoever saves later must not wipe out the other's words unseen.
  it('two people in one field both see what the other wrote, and one chooses', async (t) => {
    const { desk, page } = await visit(t, browser(), ['handler']);
    const address = await begin(desk, await aBreach(desk));
    await page.goto(address);
    const field = page.locator('.notification-field textarea').first();
    await field.waitFor();
    const id = (await field.getAttribute('id'))?.replace('field-', '') ?? assert.fail();
    const { api } = await desk.as('dpo');
    const params = { reference: address.split('/').at(-1) ?? '' };
    const { version } = await api.readNotification({ params });
    await api.changeNotification({
      params,
      body: { version, fields: { [id]: { value: 'Words of the DPO' } } },
    });
    await field.fill('Words of Bea');
    await page.getByText('Somebody else wrote here meanwhile').waitFor();
    await page.getByText('Words of the DPO').waitFor();
    await button(page, 'Keep mine').click();
    await page.getByText('Everything is saved').waitFor();
    const after = await api.readNotification({ params });
    assert.equal(after.content[id]?.value, 'Words of Bea');
  });

  // One address typed in part must not keep what was written elsewhere from the desk.
  it('a value typed in part waits with words beside its field, and the other fields are saved', async (t) => {
    const { desk, page } = await visit(t, browser(), ['handler']);
    const address = await begin(desk, await aBreach(desk));
    await page.goto(address);
    const field = (type: string) =>
      page.locator('.notification-field', { hasText: type }).locator('input, textarea').first();
    await field('mail address').fill('bea@');
    await page.getByText('Not saved yet: a mail address reads').waitFor();
    const words = page.locator('.notification-field textarea').first();
    await words.fill('Words that do not wait');
    await page.getByText('A field is not whole yet').first().waitFor();
    const params = { reference: address.split('/').at(-1) ?? '' };
    const { api } = await desk.as('dpo');
    const { content } = await api.readNotification({ params });
    assert.ok(Object.values(content).some(({ value }) => value === 'Words that do not wait'));
    assert.ok(!Object.values(content).some(({ value }) => value === 'bea@'));
    assert.ok(await button(page, 'Propose for approval').isDisabled());
    await inspect(page, 'notification-half-typed', twoVariants);
    await field('mail address').fill('bea@example.org');
    await page.getByText('Everything is saved').first().waitFor();
  });

  it('a voluntary notice is begun from the incident by keyboard', async (t) => {
    const { desk, page } = await visit(t, browser(), ['handler']);
    const reference = await aBreach(desk);
    await page.goto(`${desk.address}/incidents/${reference}`);
    await button(page, 'Tell an authority voluntarily').press('Enter');
    await page.getByRole('dialog').waitFor();
    await inspect(page, 'notification-voluntary', twoVariants);
    const choice = page.getByRole('combobox', { name: 'Who is told, under which law' });
    await choice.press('ArrowDown');
    await choice.press('ArrowDown');
    await choice.press('Enter');
    await button(page, 'Begin the draft').press('Enter');
    // In the language of the filing: the first one of a Belgian CSIRT.
    await page.getByRole('heading', { level: 1, name: /Vrijwillige melding/ }).waitFor();
    await page.getByText('No duty stands behind it').waitFor();
  });
});
