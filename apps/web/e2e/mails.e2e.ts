// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { button, inspect, openBrowser, twoVariants, type Visit, visit } from './browser.ts';

const browser = openBrowser();

/** Text that would break a screen that trusts it. */
const hostile = `<img src=x onerror=alert(1)> \u202Etxt.exe\u202C ${'very'.repeat(40)}`;

async function aMail({ desk }: Visit, columns: Record<string, unknown>): Promise<void> {
  const row: Record<string, unknown> = {
    id: randomUUID(),
    to_address: 'cert@example.org',
    subject: `[TLP:AMBER] ${hostile}`,
    text: hostile,
    language: 'en',
    purpose: 'written',
    is_secret: false,
    state: 'failed',
    last_error: `550 5.1.1 ${hostile}`,
    queued_at: new Date('2026-03-01T09:00:00Z'),
    ...columns,
  };
  const names = Object.keys(row);
  const places = names.map((_name, index) => `$${index + 1}`).join(', ');
  await desk.query(`INSERT INTO mail (${names.join(', ')}) VALUES (${places})`, Object.values(row));
}

async function aMailSetAside({ desk }: Visit): Promise<void> {
  const mailbox = randomUUID();
  await desk.query(
    `INSERT INTO mailbox (id, name, address, purpose, language, way, is_active, plus_addressing, acknowledges, created_at)
     VALUES ($1, 'Desk', 'desk@example.org', 'incidents', 'en', 'smtp', true, true, false, now())`,
    [mailbox],
  );
  await desk.query(
    `INSERT INTO incoming_mail (id, mailbox_id, received_at, raw_sha256, raw_bytes, whole_bytes, envelope_from, peer, state, nature, last_error, settled_at)
     VALUES ($1, $2, now(), repeat('0', 64), 1, 1, 'robot@example.com', '{}', 'set_aside', 'automatic_reply', 'a program answered by itself', now())`,
    [randomUUID(), mailbox],
  );
}

describe('mail', () => {
  it('is written from the incident by keyboard, listed there, and sent again when it came back', async (t) => {
    const visited = await visit(t, browser(), ['it_responsible']);
    const { desk, page, refused } = visited;
    const { api } = await desk.as('it_responsible');
    const { reference } = await api.declareIncident({ body: { title: 'Password mails', severity: 'low' } });
    await page.goto(`${desk.address}/incidents/${reference}`);
    await button(page, 'Write a mail').press('Enter');
    await page.getByRole('dialog').waitFor();
    await inspect(page, 'mail-write', twoVariants);
    await page.keyboard.type('cert@example.org, not-an-address');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Indicators');
    await page.keyboard.press('Tab');
    await page.keyboard.type('See below.');
    await button(page, 'Send mail').press('Enter');
    await page.getByText('not-an-address is no mail address').waitFor();
    await page.getByLabel('To', { exact: true }).fill('cert@example.org');
    await button(page, 'Send mail').press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('[TLP:AMBER] Indicators').waitFor();
    await desk.query(
      "UPDATE mail SET state = 'bounced', last_error = '550 no such user', next_attempt_at = NULL",
    );
    await page.reload();
    await page.getByText('550 no such user').waitFor();
    await button(page, /^Send to another address: cert@example.org/).click();
    await page.getByRole('dialog').getByLabel('Address').fill('right@example.org');
    await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
    await page.getByText('to right@example.org').waitFor();
    const [row] = await desk.query<{ state: string; to_address: string }>('SELECT * FROM mail');
    assert.deepEqual([row?.state, row?.to_address], ['queued', 'right@example.org']);
    assert.deepEqual(refused, []);
  });

  it('that did not arrive stands on a screen of its own, passes axe and fits a phone', async (t) => {
    const visited = await visit(t, browser(), ['it_responsible']);
    const { desk, page, refused } = visited;
    const { api } = await desk.as('it_responsible');
    const { reference } = await api.declareIncident({ body: { title: 'Password mails', severity: 'low' } });
    const [incident] = await desk.query<{ id: string }>('SELECT id FROM incident WHERE reference = $1', [
      reference,
    ]);
    await aMail(visited, { incident_id: incident?.id });
    await aMail(visited, { state: 'skipped', last_error: 'nobody reads mail at this address' });
    await aMailSetAside(visited);
    for (const [name, path] of [
      ['mail', '/mail'],
      ['mail-skipped', '/mail?show=skipped'],
      ['mail-set-aside', '/mail?show=set_aside'],
      ['mail-waiting', '/mail?show=waiting'],
      ['mail-of-incident', `/incidents/${reference}`],
    ] as const) {
      await page.goto(desk.address + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForFunction(() => document.querySelector('.loading') === null);
      await inspect(page, name);
    }
    await page.goto(`${desk.address}/mail`);
    await page.getByText('BELFRY_SMTP_URL').waitFor();
    await button(page, 'Send everything again that failed').click();
    await page.getByText('No mail failed or came back.').waitFor();
    await page.getByRole('link', { name: 'Received and set aside (1)' }).press('Enter');
    await button(page, 'Make it a report: robot@example.com').press('Enter');
    await page.getByText('No received mail was set aside.').waitFor();
    assert.deepEqual(refused, []);
  });
});
