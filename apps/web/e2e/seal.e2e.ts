// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogLink, type LogAddress } from '../../server/src/platform/log-link/log-link.ts';
import { openTestLog } from '../../server/test/log.ts';
import { inspect, openBrowser, twoVariants, visit } from './browser.ts';

const browser = openBrowser();

test('the timeline says what is sealed, and proves it in the browser', async (t) => {
  let address: LogAddress | null = null;
  const visited = await visit(t, browser(), ['handler', 'auditor'], { log: createLogLink(() => address) });
  const { desk, page, refused } = visited;
  const log = await openTestLog(t, { opened: desk });
  address = log.link.address;
  const { api } = await desk.as('handler');
  const { reference } = await api.declareIncident({ body: { title: 'Ransomware at the pumps' } });
  await api.writeTimelineEntry({ params: { reference }, body: { text: 'Seen at the gate: “é”' } });
  await page.goto(`${desk.address}/incidents/${reference}`);
  await page.getByText('2 entries, all of them sealed').waitFor({ timeout: 240_000 });
  const mark = page.getByRole('button', { name: /^Proof that line \d+ of the record is sealed$/ });
  await mark.last().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('What is sealed says exactly what this desk shows').waitFor();
  await dialog
    .getByText(/audit-\d{4}/)
    .first()
    .waitFor();
  assert.equal(await dialog.getByRole('alert').count(), 0, await dialog.innerText());
  await inspect(page, 'seal', twoVariants);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.locator('#timeline').scrollIntoViewIfNeeded();
  await inspect(page, 'seal-timeline', twoVariants);
  assert.deepEqual(refused, []);
});
