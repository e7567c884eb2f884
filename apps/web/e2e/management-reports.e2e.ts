// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { button, inspect, openBrowser, twoVariants, visit } from './browser.ts';

const browser = openBrowser();

describe('reports to management', () => {
  it('a report is looked at, made, downloaded, and scheduled', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['organisation_responsible', 'handler']);
    const { api } = await desk.as('handler');
    await api.declareIncident({ body: { title: 'Ransomware', severity: 'critical' } });
    await page.goto(`${desk.address}/management-reports`);
    await button(page, 'Preview').click();
    await page.getByRole('heading', { name: 'Clocks of the law' }).waitFor();
    await inspect(page, 'management-reports');
    await button(page, 'Make report').click();
    const file = page.getByRole('link', { name: /\.pdf$/ });
    await file.waitFor();
    await inspect(page, 'management-report');
    const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
    assert.match(download.suggestedFilename(), /^report-.*\.pdf$/);
    const content = await readFile(await download.path());
    assert.equal(content.subarray(0, 5).toString('latin1'), '%PDF-');
    assert.deepEqual(refused, []);
  });

  it('a report makes itself every month for who is told, until somebody ends it', async (t) => {
    const { desk, page } = await visit(t, browser(), ['organisation_responsible']);
    await page.goto(`${desk.address}/management-reports`);
    await button(page, 'Schedule report').click();
    const dialog = page.getByRole('dialog');
    const told = dialog.getByRole('combobox', { name: 'Who is told by mail' });
    await told.press('ArrowDown');
    await page.getByRole('option', { name: 'Bea Handler' }).click();
    await told.press('Escape');
    await inspect(page, 'management-report-schedule', twoVariants);
    await dialog.getByRole('button', { name: 'Schedule report' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('Bea Handler').first().waitFor();
    const { api } = await desk.as('organisation_responsible');
    assert.equal((await api.listReportSchedules()).items.length, 1);
    await button(page, 'End schedule').click();
    await page.getByText('No report is made by itself yet').waitFor();
  });
});
