// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { button, inspect, openBrowser, twoVariants, visit } from './browser.ts';
import { zipOf } from './zip-file.ts';

const browser = openBrowser();

const ruleText = (
  title: string,
  id: string,
  level: string,
  item = "Image|endswith: '\\whoami.exe'",
) => `title: ${title}
id: ${id}
status: stable
description: Somebody asks a machine who they are.
falsepositives:
    - Administrators at work
references:
    - https://example.org/about
tags:
    - attack.discovery
    - attack.t1033
logsource:
    product: windows
    category: process_creation
detection:
    selection:
        ${item}
    condition: selection
level: ${level}
`;

const zip = () =>
  zipOf({
    'rules/whoami.yml': ruleText('Whoami was run', '11111111-1111-4111-8111-111111111111', 'high'),
    'rules/quiet.yml': ruleText('Whoami, quietly', '22222222-2222-4222-8222-222222222222', 'low'),
    'rules/broken.yml': ruleText(
      'A modifier nobody knows',
      '33333333-3333-4333-8333-333333333333',
      'high',
      'Image|endz: x',
    ),
    'README.md': 'not a rule',
  });

/** Hands in a zip and looks at what would change before it takes effect. */
async function importZip(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/detection/sets`);
  await inspect(page, 'rule-sets');
  await button(page, 'Read and show what changes').click();
  await page.getByText('Choose a zip or a .yml').waitFor();
  await page
    .locator('#rules-file')
    .setInputFiles({ name: 'collection.zip', mimeType: 'application/zip', buffer: Buffer.from(zip()) });
  await page.getByRole('textbox', { name: 'Name of the set' }).first().fill('A collection');
  await button(page, 'Read and show what changes').click();
  await page.getByText('Nothing has changed yet').waitFor();
  await page.getByText(/2 added, 0 changed, 0 removed, 1 refused/).waitFor();
  await page.getByText(/Line 17, column \d+ – /).waitFor();
  await button(page, 'Whoami was run').click();
  await page.locator('.diff-new').first().waitFor();
  await inspect(page, 'rule-import');
  await button(page, 'Apply the import').click();
  await page.locator('.notice-done', { hasText: 'The import is applied' }).waitFor();
}

/** Finds a rule among the filters, reads it, and switches it off with a reason. */
async function switchOff(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Its rules' }).click();
  await page.getByRole('searchbox', { name: 'Words' }).fill('whoami');
  await page.getByRole('searchbox', { name: 'Words' }).press('Enter');
  await page.waitForURL(/q=whoami/);
  await inspect(page, 'detection-rules');
  await page.getByRole('link', { name: 'Whoami was run' }).click();
  await page.getByRole('heading', { level: 1, name: 'Whoami was run' }).waitFor();
  await page.getByText('Somebody asks a machine who they are.').first().waitFor();
  await page.getByRole('link', { name: /T1033 System Owner\/User Discovery/ }).waitFor();
  await inspect(page, 'detection-rule');
  await button(page, 'Switch off: Whoami was run').click();
  await button(page, 'Switch rule off').click();
  await page.getByText('Write why, for those who ask later').waitFor();
  await page.getByRole('textbox', { name: 'Why' }).fill('Our own scripts run it each minute');
  await inspect(page, 'detection-rule-switch', twoVariants);
  await button(page, 'Switch rule off').click();
  await page.getByText('Switched by hand because: Our own scripts run it each minute').waitFor();
  await page.locator('.word', { hasText: 'Does not run' }).waitFor();
}

/** Writes a rule of one's own: what is wrong is marked while writing, events say whether it holds. */
async function writeRule(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/detection/rules/new?template=login`);
  const text = page.getByRole('textbox', { name: 'The document' });
  const whole = await text.inputValue();
  await page.getByText('All samples hold: 1 to find, 1 to leave.').waitFor();
  await text.fill(whole.replace('src_ip|exists', 'src_ip|existz'));
  await page.getByText(/Unknown modifier/).waitFor();
  await button(page, /^Line \d+, column \d+$/).click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'rule-text');
  await inspect(page, 'rule-editor-wrong');
  await text.fill(whole);
  await page
    .getByRole('textbox', { name: 'Events' })
    .fill(
      [
        'Nov 21 10:00:00 web01 sshd[912]: Accepted password for root from 192.0.2.7 port 50022 ssh2',
        'Nov 21 10:00:01 web01 sshd[912]: Accepted password for ann from 192.0.2.7 port 50022 ssh2',
      ].join('\n'),
    );
  await page.getByText('Holds for 1 of 2 events').waitFor();
  await page.locator('.try-event summary').first().click();
  await page.getByText('selection holds').first().waitFor();
  await inspect(page, 'rule-editor');
  await button(page, 'Add the rule').click();
  await page.getByRole('heading', { level: 1, name: 'Login as root over the network' }).waitFor();
}

describe('detection rules', () => {
  it('come by a zip, are looked over, switched, written and seen in the matrix', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['it_responsible']);
    await importZip(page, desk.address);
    await switchOff(page);
    await writeRule(page, desk.address);

    await page.goto(`${desk.address}/detection/coverage?q=T1033`);
    await page.getByRole('link', { name: /System Owner\/User Discovery/ }).waitFor();
    await inspect(page, 'coverage');
    await page.getByRole('link', { name: /System Owner\/User Discovery/ }).click();
    await page.waitForURL(/technique=T1033/);
    await page.getByRole('link', { name: 'Whoami was run' }).waitFor();

    // The record has who switched it, and why.
    const { api } = await desk.as('administrator');
    const { items } = await api.listHistory({ query: { kind: 'detection_rule.overridden' } });
    assert.equal(items.length, 1);
    assert.equal(items[0]?.reason, 'Our own scripts run it each minute');
    assert.deepEqual(refused, []);
  });

  it('a line of the selection says how many rules run before it is saved', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['it_responsible']);
    await importZip(page, desk.address);
    await page.goto(`${desk.address}/detection/selection`);
    await page.getByText(/^Runs \d+ of \d+ rules$/).waitFor();
    const before = await page.getByText(/^Runs \d+ of \d+ rules$/).innerText();
    await button(page, 'Add a line').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Levels' }).click();
    await page.getByRole('option', { name: 'Low' }).click();
    await page.keyboard.press('Escape');
    await inspect(page, 'selection-line', twoVariants);
    await button(page, 'Put it into the list').click();
    await page.getByText(/would begin to run/).waitFor();
    assert.notEqual(await page.getByText(/^Runs \d+ of \d+ rules$/).innerText(), before);
    // By keyboard: the line goes up, and the focus stays with it.
    const up = page.locator('.selection-line').last().getByRole('button', { name: /^Up/ });
    await up.focus();
    await page.keyboard.press('Enter');
    await inspect(page, 'selection');
    await page.getByRole('textbox', { name: 'Why so' }).fill('We want to see quiet ones too');
    await button(page, 'Save the selection').click();
    await page.getByText(/Version 2 · Bea Handler/).waitFor();
    await page.getByRole('link', { name: 'The version before' }).click();
    await page.getByText('This is version 1. Version 2 works now.').waitFor();
    assert.deepEqual(refused, []);
  });

  it('a placeholder gets its values, and somebody who may not change rules reads them', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['helpdesk']);
    const { api } = await desk.as('it_responsible');
    await api.savePlaceholders({ body: { basedOn: 0, lists: { Administrators: ['root', 'adm_ann'] } } });
    await page.goto(`${desk.address}/detection/placeholders`);
    await page.getByText('Changing rules needs the role').waitFor();
    assert.equal(await button(page, 'Save the lists').count(), 0);
    await inspect(page, 'placeholders');
    await page.goto(`${desk.address}/detection/rules/new`);
    await page.getByText('Changing rules needs the role').waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'The document' }).count(), 0);
    assert.deepEqual(refused, []);
  });
});
