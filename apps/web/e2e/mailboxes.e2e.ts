// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { hasValue, inspect, openBrowser, twoVariants, visit } from './browser.ts';

const browser = openBrowser();

/** A mail server that takes a call and hangs up. */
async function rudeServer(t: TestContext): Promise<number> {
  const server = createServer((socket) => socket.end('* BYE not today\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : assert.fail('it listens');
}

describe('mailboxes', () => {
  it('adds one that our receiver takes and one that is fetched, tests the server, keeps the secret to itself', async (t) => {
    const port = await rudeServer(t);
    const { desk, page, refused } = await visit(t, browser(), ['it_responsible']);
    await page.goto(`${desk.address}/mailboxes`);
    await page.getByText('nobody can report by mail').waitFor();
    await inspect(page, 'mailboxes-none');

    await page.getByRole('button', { name: 'Add a mailbox' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Help <b>desk</b>');
    await dialog.getByLabel('Mail address').fill('help+1@desk.example');
    await dialog.getByRole('button', { name: 'Add a mailbox' }).click();
    await dialog.getByRole('alert').first().waitFor();
    await hasValue(dialog.getByLabel('Name', { exact: true }), 'Help <b>desk</b>');
    await dialog.getByLabel('Mail address').fill('help@desk.example');
    await dialog.getByRole('button', { name: 'Add a mailbox' }).click();
    await page.getByRole('heading', { name: 'Help <b>desk</b>' }).waitFor();

    await page.getByRole('button', { name: 'Add a mailbox' }).click();
    await dialog.getByLabel('Name', { exact: true }).fill('Fetched');
    await dialog.getByLabel('Mail address').fill('abuse@desk.example');
    await dialog.getByRole('radio', { name: 'We fetch it from a mail server (IMAP)' }).check();
    await dialog.getByLabel('Host name').fill('127.0.0.1');
    await dialog.getByLabel('Protection of the connection').first().click();
    await page.getByRole('option', { name: 'None, only on this machine' }).click();
    await dialog.getByLabel('Port', { exact: true }).fill(String(port));
    await dialog.getByLabel('User name').fill('abuse');
    await dialog.getByLabel('Password', { exact: true }).fill('very secret words');
    await dialog.getByRole('button', { name: 'Test the connection' }).click();
    await dialog.getByText('The connection does not work').waitFor();
    await inspect(page, 'mailbox-add', twoVariants);
    await dialog.getByRole('button', { name: 'Add a mailbox' }).click();
    await page.getByRole('heading', { name: 'Fetched' }).waitFor();

    await page.getByRole('button', { name: 'Change mailbox Fetched' }).click();
    await dialog.getByText('One is kept, sealed').waitFor();
    await hasValue(dialog.getByLabel('Password', { exact: true }), '');
    assert.ok(!(await page.content()).includes('very secret words'));
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Switch off mailbox Fetched' }).click();
    await page.getByText('Switched off').waitFor();
    // Tests run without a receiver, and the screen does not call that working.
    await page.getByText('Nothing comes in: our receiver is off').waitFor();
    await inspect(page, 'mailboxes');
    assert.deepEqual(refused, []);
  });
});
