// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { record, tellsInOrder } from './handler.ts';
import { contentOf, sha256Of, tellings } from './mails.ts';
import type { Receipt } from './reporter.ts';
import { acceptAsNew, enterTriage, walkTo } from './triage.ts';
import { look, type World } from './world.ts';

const SECRET_WORD = 'Quintessence';

/** The handler restricts an incident; the administrator, who takes no part in it, finds no trace of it anywhere. */
export async function staysUnseen(
  world: World,
  { insider, outsider }: { insider: Page; outsider: Page },
  report: string,
): Promise<void> {
  await enterTriage(world, insider);
  await walkTo(insider, report);
  const title = `${SECRET_WORD}: a colleague under suspicion`;
  const reference = await acceptAsNew(insider, report, { title, isRestricted: true });
  tellsInOrder(await record(world, insider, reference), ['Incident declared', 'Report attached']);
  await look(insider, '70-restricted-inside');
  const sees = async () => {
    const words = (await outsider.getByRole('main').textContent()) ?? '';
    // The address and the box repeat what was asked for; an answer would be more than that.
    return words.includes(reference) || words.includes('under suspicion');
  };
  await outsider.goto(`${world.address}/incidents?q=${SECRET_WORD}`);
  await outsider.getByText('No incident matches').waitFor();
  assert.equal(await sees(), false, 'the list');
  await outsider.goto(`${world.address}/incidents`);
  await outsider.getByText(/shown, that is all/).waitFor();
  assert.equal(await sees(), false, 'the whole list');
  await outsider.goto(`${world.address}/search?q=${SECRET_WORD}`);
  await outsider.getByText('Nothing found').waitFor();
  assert.equal(await sees(), false, 'the search');
  await outsider.goto(`${world.address}/history?subject=${reference}`);
  await outsider.getByText('No entry matches.').waitFor();
  await outsider.goto(`${world.address}/history`);
  await outsider.getByRole('article').first().waitFor();
  assert.equal(await sees(), false, 'the history');
  await lookInTheCommandMenu(outsider, reference);
  await openDirectly(world, outsider, reference);
  await look(outsider, '71-restricted-outside');
}

async function lookInTheCommandMenu(page: Page, reference: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const box = page.getByRole('textbox', { name: 'Search reports and incidents, or go to a place' });
  for (const words of [SECRET_WORD, reference]) {
    const answered = page.waitForResponse((response) => response.url().includes('/api/v1/search'));
    await box.fill(words);
    assert.deepEqual((await (await answered).json()).items, []);
    await page.getByRole('button', { name: `Search everything for “${words}”` }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'under suspicion' }).count(), 0);
  }
  await page.keyboard.press('Escape');
}

/** Answered as an incident that never was. */
async function openDirectly(world: World, page: Page, reference: string): Promise<void> {
  const known = world.complaints.length;
  await page.goto(`${world.address}/incidents/${reference}`);
  await page.getByRole('heading', { name: 'No incident with this reference is visible to you' }).waitFor();
  // The browser itself writes each 404 into its console.
  const told = world.complaints.splice(known);
  assert.ok(told.length > 0 && told.every((one) => one.includes('404')), told.join('\n'));
}

/** Staff gets each mail back as it was given, as a download that no browser would show. */
export async function comesBackWhole(
  world: World,
  page: Page,
  told: Record<keyof typeof tellings, Receipt>,
): Promise<void> {
  const wholes = Object.entries(tellings).filter(([name]) => name !== 'insider');
  for (const [name, telling] of wholes) {
    const { reference } = told[name as keyof typeof tellings];
    const sha256 = sha256Of(contentOf(telling));
    await page.goto(`${world.address}/reports/${reference}`);
    await page.getByText(sha256).waitFor();
    const link = page.getByRole('link', { name: telling.mail });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    assert.equal(download.suggestedFilename(), telling.mail);
    assert.equal(
      sha256Of(await readFile(await download.path())),
      sha256,
      `${telling.mail} came back changed`,
    );
    const address = new URL((await link.getAttribute('href')) ?? '', world.address).href;
    const headers = (await page.request.get(address)).headers();
    assert.match(headers['content-disposition'] ?? '', /^attachment/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.match(headers['content-security-policy'] ?? '', /sandbox/);
  }
}
