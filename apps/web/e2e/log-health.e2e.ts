// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { createLogLink, type LogAddress } from '../../server/src/platform/log-link/log-link.ts';
import { openTestLog } from '../../server/test/log.ts';
import { button, inspect, openBrowser, visit } from './browser.ts';

const browser = openBrowser();

describe('is the log sound', () => {
  it('says so in words, verifies on demand, rings for a port that is taken, and shows who took it', async (t) => {
    const occupier = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => occupier.once('listening', resolve));
    t.after(() => occupier.close());
    const bound = occupier.address();
    const relpPort = typeof bound === 'object' && bound !== null ? bound.port : 0;
    let address: LogAddress | null = null;
    const { desk, page, refused } = await visit(t, browser(), ['log_owner'], {
      log: createLogLink(() => address),
    });
    await page.goto(`${desk.address}/log/health`);
    await page.getByText('The log process does not answer').waitFor();
    await inspect(page, 'log-health-away');
    const log = await openTestLog(t, { opened: desk, configuration: { relpPort } });
    address = log.link.address;

    await page.getByText('Look here', { exact: true }).waitFor();
    await page.getByText('Another program has the port').waitFor();
    await button(page, 'Verify now').click();
    await page.getByText(/entr(y|ies) checked/).waitFor();
    await inspect(page, 'log-health-alarm');

    await button(page, 'I have it').click();
    await page.getByRole('dialog').getByRole('textbox').fill('I stop the other program');
    await page.getByRole('dialog').getByRole('button', { name: 'I have it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('I stop the other program').waitFor();

    occupier.close();
    await page.getByText('The log is sound', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('I stop the other program').waitFor();
    await button(page, 'Do not tell me').click();
    await page.getByText('You are not told of alarms by mail.').waitFor();
    await inspect(page, 'log-health-sound');
    assert.deepEqual(refused, []);
  });
});
