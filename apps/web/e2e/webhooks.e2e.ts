// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { button, inspect, openBrowser, type Visit, visit } from './browser.ts';

const browser = openBrowser();

/** Adds a webhook by hand, as somebody does who connects a system. @returns its address and its secret */
async function connect({ desk, page }: Visit): Promise<{ url: string; secret: string }> {
  await page.goto(`${desk.address}/webhooks`);
  await page.getByText('No system reports here yet').waitFor();
  await inspect(page, 'webhooks-none');
  await button(page, 'Add a webhook').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Monitoring of Ghent');
  await dialog.getByRole('button', { name: 'Add a webhook' }).click();
  await page.getByRole('heading', { name: 'The secret of Monitoring of Ghent' }).waitFor();
  await inspect(page, 'webhooks-secret');
  const secret = await page.locator('.secret-once').innerText();
  const setting = await page.locator('.code-block').first().innerText();
  assert.ok(setting.includes(secret), 'what to enter at the system holds the secret, ready to copy');
  const url = /https?:\/\/[^\s']+\/hooks\/[0-9a-f-]+/.exec(setting)?.[0] ?? '';
  await button(page, 'I have it').click();
  return { url, secret };
}

const alertOf = (n: number) => ({
  status: 'firing',
  groupKey: 'one',
  alerts: [
    {
      status: n === 3 ? 'resolved' : 'firing',
      labels: { alertname: 'ManyFailedSignIns', instance: `vpn${n}`, severity: 'critical' },
      annotations: { summary: `Many failed sign-ins ${'very'.repeat(30)} <img src=x>` },
      startsAt: '2026-01-01T10:00:00Z',
      fingerprint: `f${n}`,
      generatorURL: 'https://prometheus.example.org/graph',
    },
  ],
});

describe('webhooks', () => {
  it('a system is connected, its alerts gather in one report, and each is on the screen', async (t) => {
    const visited = await visit(t, browser(), ['it_responsible']);
    const { desk, page, refused } = visited;
    const { secret, url } = await connect(visited);
    let reference = '';
    for (const n of [1, 2, 3]) {
      const answer = await fetch(url.replace(/^https?:\/\/[^/]+/, desk.address), {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(alertOf(n)),
      });
      assert.equal(answer.status, 202);
      reference =
        ((await answer.json()) as { occurrences: { report: string }[] }).occurrences[0]?.report ?? '';
    }
    await page.goto(`${desk.address}/reports/${reference}`);
    await page.getByRole('heading', { name: 'Told 3 times' }).waitFor();
    await page.getByText('Over, says the system').waitFor();
    await inspect(page, 'report-occurrences');
    await page.goto(`${desk.address}/webhooks`);
    await page.getByRole('link', { name: 'Monitoring of Ghent' }).waitFor();
    await inspect(page, 'webhooks-list');
    assert.deepEqual(refused, []);
  });

  it('a mapping is tried while it is written, and a mistake stands beside its field', async (t) => {
    const visited = await visit(t, browser(), ['it_responsible']);
    const { page, refused } = visited;
    await connect(visited);
    await page.getByRole('link', { name: 'Monitoring of Ghent' }).click();
    await page.getByText('2 alerts read, to become 1 report').waitFor();
    await inspect(page, 'webhook-mapping');
    const when = page.getByLabel('When it happened');
    await when.fill('{/startedAt}');
    await page.getByText('Nothing in this payload fits').waitFor();
    await inspect(page, 'webhook-mapping-wrong');
    await when.fill('{/startsAt}');
    await page.getByText('Nothing in this payload fits').waitFor({ state: 'detached' });
    await page.getByLabel('Payload', { exact: true }).fill('{"alerts": "');
    await page.getByText('Not read; it is kept and reported as it came.').first().waitFor();
    await page.getByLabel('First words of the report').fill('');
    await button(page, 'Save').click();
    await page.getByText('Some fields need another value').waitFor();
    await page.getByLabel('First words of the report').fill('{/labels/alertname}');
    await button(page, 'Save').click();
    await page.getByText('Saved', { exact: true }).waitFor();
    assert.deepEqual(refused, []);
  });
});
