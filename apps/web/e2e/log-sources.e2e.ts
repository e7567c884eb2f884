// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import type { Role } from '@belfry/contract';
import { createLogLink, type LogAddress } from '../../server/src/platform/log-link/log-link.ts';
import { openTestLog, type TestLog } from '../../server/test/log.ts';
import { aDirectory, noRsyslog, startRsyslog, writeLines } from '../../server/test/log-clients.ts';
import { button, inspect, openBrowser, twoVariants, type Visit, visit } from './browser.ts';

const browser = openBrowser();

interface SourceVisit extends Visit {
  readonly log: TestLog;
}

/** A desk with a real log beside it. */
async function visitSources(t: TestContext, roles: Role[]): Promise<SourceVisit> {
  let address: LogAddress | null = null;
  const visited = await visit(t, browser(), roles, { log: createLogLink(() => address) });
  const log = await openTestLog(t, { opened: visited.desk });
  address = log.link.address;
  return { ...visited, log };
}

describe('log sources', () => {
  it('a new source, its configuration, a real rsyslog, and its first entry on the screen', {
    skip: noRsyslog,
  }, async (t) => {
    const { desk, page, refused } = await visitSources(t, ['it_responsible']);
    await page.goto(`${desk.address}/log/sources`);
    await page.getByText('No source yet.').waitFor();
    await inspect(page, 'sources-none');
    await button(page, 'Add a source').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('web01');
    await inspect(page, 'source-add', twoVariants);
    await dialog.getByRole('button', { name: 'Add a source' }).click();
    await page.getByRole('heading', { name: 'web01' }).waitFor();
    await page.getByText('Waiting for the first entry.').waitFor();
    await page.getByText('This way it is known by its address').waitFor();
    await button(page, 'Add address or certificate').click();
    await dialog.getByRole('textbox', { name: 'Value' }).fill('127.0.0.0/8');
    await dialog.getByRole('button', { name: 'Add address or certificate' }).click();
    await page.getByText('127.0.0.0/8').waitFor();
    await inspect(page, 'source-waits');

    // The configuration of the screen, as it stands; the test's own lines come from a file beside it.
    const shown = await page.locator('pre.code-block').innerText();
    const place = shown.indexOf('action(');
    const directory = await aDirectory(t);
    await writeLines(directory, 0, 3);
    await startRsyslog(t, directory, { before: shown.slice(0, place), action: shown.slice(place) });
    await page.getByText('Entries come in').waitFor();
    await page.getByText('rfc5424 · whole').waitFor();
    await inspect(page, 'source-came');
    await page.goto(`${desk.address}/log/sources`);
    await page.getByRole('cell', { name: '3 entries in the last 24 hours' }).waitFor();
    await inspect(page, 'sources');
    assert.deepEqual(refused, []);
  });

  it('an unknown sender is looked at on record, and adopted', async (t) => {
    const { desk, log, page, refused } = await visitSources(t, ['log_owner']);
    const port = log.log.receivers.find(({ transport }) => transport === 'syslog-tcp')?.port;
    const socket = connect(port ?? assert.fail('syslog listens'), '127.0.0.1');
    socket.end(`<13>1 ${new Date().toISOString()} printer spool - - - out of paper \u202Etxt.exe\n`);
    await page.goto(`${desk.address}/log/senders`);
    const sender = page.getByRole('heading', { name: '127.0.0.1' });
    while (!(await sender.isVisible())) {
      await page.waitForTimeout(250);
      await page.reload();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForFunction(() => document.querySelector('.loading') === null);
    }
    const line = page.getByText('out of paper');
    while (!(await line.isVisible())) {
      await page.reload();
      await button(page, 'Show its newest line').click();
      await line.or(page.getByText('being sealed and indexed')).first().waitFor();
    }
    await inspect(page, 'senders');
    const { items } = await (await desk.as('auditor')).api.listLooks({ query: { q: '127.0.0.1' } });
    assert.equal(items[0]?.purpose, 'Find out who sends from 127.0.0.1');
    await button(page, 'Adopt as source (127.0.0.1)').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('printer');
    // The adopted sender leaves the list, and its dialog goes with it, while something else is still being read again.
    await page.route('**/api/v1/alerts*', async (route) => {
      await dialog.waitFor({ state: 'hidden' });
      await route.continue();
    });
    await dialog.getByRole('button', { name: 'Adopt as source' }).click();
    await page.getByRole('heading', { name: 'printer' }).waitFor();
    await page.getByText('Entries come in').waitFor();
    assert.deepEqual(refused, []);
  });

  it('a token is shown once, stands in the configuration, and is revoked', async (t) => {
    const { desk, page, refused } = await visitSources(t, ['log_owner']);
    const { id } = await (await desk.as('log_owner')).api.addSource({ body: { name: 'app' } });
    await page.goto(`${desk.address}/log/sources/${id}?connect=curl`);
    await button(page, 'Make a token').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make a token' }).click();
    const token = await page.locator('.secret-once').innerText();
    assert.match(await page.locator('pre.code-block').innerText(), new RegExp(`Bearer ${token}`));
    await inspect(page, 'source-token');
    await button(page, 'I have it').click();
    assert.match(await page.locator('pre.code-block').innerText(), /Bearer TOKEN/);
    await button(page, 'Revoke Token').click();
    await page.getByText('ended').waitFor();
    await page.getByText('This way it is known by a token').waitFor();
    assert.deepEqual(refused, []);
  });

  it('a stream of personal data asks why it is kept shorter than the law says', async (t) => {
    const { desk, page } = await visitSources(t, ['log_owner']);
    await page.goto(`${desk.address}/log/sources?add=1`);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('hr');
    await dialog.getByRole('combobox', { name: 'Stream' }).click();
    await page.getByRole('option', { name: 'Access to personal data' }).click();
    await dialog.getByRole('combobox', { name: 'Kept' }).click();
    await page.getByRole('option', { name: /Technical/ }).click();
    await page.getByText('kept at least 10 years (KSZ 5.11.7 e)').waitFor();
    await dialog.getByRole('button', { name: 'Add a source' }).click();
    await dialog.getByText('Choose the functional retention class').waitFor();
    await dialog.getByRole('textbox', { name: 'Why they are kept shorter' }).fill('Kept at the registry');
    await dialog.getByRole('button', { name: 'Add a source' }).click();
    await page.getByText('Kept at the registry').waitFor();
  });
});
