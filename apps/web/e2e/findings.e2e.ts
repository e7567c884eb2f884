// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { TestDesk } from '../../server/test/desk.ts';
import { addRules, wordRule } from '../../server/test/detection.ts';
import { button, focused, inspect, openBrowser, twoVariants, visit } from './browser.ts';

const browser = openBrowser();

/** What somebody may put into a log to break a screen that shows it. */
const hostile = `<img src=x onerror=alert(1)> \u202Etxt.exe ${'very'.repeat(30)}`;

/** Writes hits of a rule as the engine does, and tells the desk that they wait. */
async function hit(desk: TestDesk, rule: string, key: readonly (readonly [string, string])[], count = 3) {
  const at = new Date(Date.now() - 60_000).toISOString();
  await desk.query(
    `INSERT INTO detection_hit (rule_id, key, hit_count, first_at, last_at, entries, found_at)
     VALUES ($1, $2, $3, $4, $4, $5, now())`,
    [rule, JSON.stringify(key), count, at, JSON.stringify([{ log: 'technical-2026', index: 7, at }])],
  );
  await desk.query(`SELECT pg_notify('belfry_detection_hits', '')`);
}

async function rulesIn(desk: TestDesk) {
  const levels = {
    'Log cleared': 'medium',
    'Strange service': 'low',
    'Backups deleted': 'high',
    'Keys copied': 'critical',
  } as const;
  const ids = await addRules(
    desk,
    Object.entries(levels).map(([title, level]) =>
      wordRule(title, title, `level: ${level}\ntags: [attack.t1070.001]\n`),
    ),
  );
  for (const [title, level] of Object.entries(levels)) {
    await desk.query(`UPDATE detection_rule SET level = $2, tags = '{attack.t1070.001}' WHERE id = $1`, [
      ids.get(title),
      level,
    ]);
  }
  return (title: keyof typeof levels) => ids.get(title) ?? assert.fail(`No rule "${title}"`);
}

/** The finding of a host, once the desk took its hits; shown by asking again, as a person would. */
async function openList(desk: TestDesk, page: Page, count: number) {
  const { api } = await desk.as('it_responsible');
  while ((await api.listFindings({})).items.length !== count) {
    await page.waitForTimeout(200);
  }
  await page.goto(`${desk.address}/findings`);
  await page.getByRole('link', { name: `To review (${count})` }).waitFor();
}

const row = (page: Page, host: string) => page.getByRole('row').filter({ hasText: host });

async function fillDismissal(page: Page, verdict: string, reason: string) {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: verdict }).check();
  await dialog.getByRole('textbox', { name: 'Why' }).fill(reason);
  return dialog;
}

describe('findings', () => {
  it('are looked over by key, taken back, dismissed many at once with one reason', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['it_responsible']);
    await desk.query('UPDATE detection_rule SET is_active = false');
    await page.goto(`${desk.address}/findings`);
    await page.getByText('No detection rule runs').waitFor();
    await inspect(page, 'findings-no-rules');
    const rule = await rulesIn(desk);
    await page.reload();
    await page.getByText('Rules run, and found nothing so far').waitFor();
    for (const host of ['alpha', 'beta', hostile]) {
      await hit(desk, rule('Log cleared'), [['host', host]]);
    }
    await hit(desk, rule('Strange service'), [['host', 'gamma']], 1);
    await openList(desk, page, 4);
    await inspect(page, 'findings');

    await page.keyboard.press('j');
    const first = await focused(page);
    await page.keyboard.press('d');
    await page.getByRole('dialog').getByRole('button', { name: 'Dismiss', exact: true }).click();
    await page.getByText('Say what it was').waitFor();
    await inspect(page, 'finding-dismiss', twoVariants);
    const dialog = await fillDismissal(page, 'It happened, and is harmless', 'Planned work');
    await dialog.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await page.getByText(/^Dismissed FND-/).waitFor();
    await page.getByRole('link', { name: 'To review (3)' }).waitFor();
    await page.keyboard.press('u');
    await page.getByText(/waits for review again/).waitFor();
    await page.getByRole('link', { name: 'To review (4)' }).waitFor();
    assert.ok(first.length > 0);

    for (const host of ['alpha', 'gamma']) {
      await row(page, host).getByRole('checkbox').check();
    }
    await button(page, 'Dismiss').click();
    await page.getByText('These 2 findings:').waitFor();
    await fillDismissal(page, 'The rule was wrong', 'Both are the installer');
    await page.getByRole('dialog').getByRole('button', { name: 'Dismiss', exact: true }).click();
    await page.getByText('Dismissed 2 findings.').waitFor();
    await page.getByRole('link', { name: 'Dismissed (2)' }).click();
    await row(page, 'alpha').waitFor();
    await page.goto(`${desk.address}/findings?q=nothingmatchesthis`);
    await page.getByText('No finding matches').waitFor();
    assert.deepEqual(refused, []);
  });

  it('are kept from being told again by key and by filter, until somebody ends it', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['it_responsible']);
    const rule = await rulesIn(desk);
    await hit(desk, rule('Log cleared'), [
      ['host', 'alpha'],
      ['user', 'backup'],
    ]);
    await hit(desk, rule('Strange service'), [
      ['host', 'beta'],
      ['user', 'agent'],
    ]);
    await openList(desk, page, 2);
    await row(page, 'alpha').getByRole('link').click();
    await page.getByText('seen 3 times, with').waitFor();
    await inspect(page, 'finding');
    const keepQuiet = async () => {
      await page.keyboard.press('d');
      await fillDismissal(page, 'It happened, and is harmless', 'Each night');
      await page.getByRole('radio', { name: 'This key, for a while' }).check();
      await page.getByRole('dialog').getByRole('button', { name: 'Dismiss', exact: true }).click();
      await page
        .getByText(/^Dismissed one finding, and nothing of it is told again until/)
        .first()
        .waitFor();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await keepQuiet();
    // Taking it back also lets it be told again: nothing stays quiet that nobody wants quiet.
    await page.keyboard.press('u');
    await page.getByText(/waits for review again/).waitFor();
    const { api } = await desk.as('it_responsible');
    assert.deepEqual((await api.listSuppressions({})).items, []);
    await keepQuiet();
    await hit(desk, rule('Log cleared'), [
      ['host', 'alpha'],
      ['user', 'backup'],
    ]);

    await openList(desk, page, 1);
    await row(page, 'beta').getByRole('link').click();
    await button(page, 'Dismiss…').click();
    const dialog = await fillDismissal(page, 'The rule was wrong', 'Our own agent');
    await dialog.getByRole('radio', { name: 'Whatever is like it' }).check();
    await dialog.getByText('filter:').waitFor();
    await dialog.getByRole('checkbox', { name: /beta/ }).uncheck();
    await dialog.getByText(/agent/).first().waitFor();
    await inspect(page, 'finding-filter', twoVariants);
    await dialog.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await page
      .getByText(/^Dismissed one finding, and nothing of it is told again until/)
      .first()
      .waitFor();

    await page.getByRole('link', { name: 'Not told again', exact: true }).click();
    await page.getByText('Whatever a filter says').waitFor();
    while (!(await api.listSuppressions({})).items.some((one) => one.count === 3)) {
      await page.waitForTimeout(200);
    }
    await page.reload();
    await page.getByText('kept 3 hits away').waitFor();
    await inspect(page, 'suppressions');
    await button(page, 'Change the end').first().click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Why' }).fill('Until the move');
    await button(page, 'Save the end').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    for (const left of [1, 0]) {
      await button(page, 'Tell it again').first().click();
      await page.getByRole('dialog').getByRole('button', { name: 'Tell it again' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.waitForFunction(
        (count) => document.querySelectorAll('main li.panel').length === count,
        left,
      );
    }
    await page.getByText('Nothing is left out').waitFor();
    assert.deepEqual(refused, []);
  });

  it('become a report, or stand on the timeline of an incident, and lead to their entries', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['it_responsible']);
    const rule = await rulesIn(desk);
    const { api } = await desk.as('it_responsible');
    const incident = await api.declareIncident({ body: { title: 'Strange nights', severity: 'low' } });
    await hit(desk, rule('Log cleared'), [['host', 'alpha']]);
    await hit(desk, rule('Log cleared'), [['host', 'beta']]);
    await hit(desk, rule('Backups deleted'), [['host', 'alpha']]);
    await openList(desk, page, 2);
    await page.getByRole('link', { name: 'Reported (1)' }).waitFor();
    await hit(desk, rule('Keys copied'), [['host', 'delta']]);
    await page
      .getByRole('alert')
      .getByRole('link', { name: /Keys copied/ })
      .click();
    await page.getByRole('heading', { name: 'What was found' }).waitFor();
    await page.getByRole('heading', { name: 'Who was called' }).waitFor();
    await inspect(page, 'report-of-critical-finding');
    await button(page, 'I have it').click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await openList(desk, page, 2);
    await row(page, 'alpha').getByRole('link').click();
    await page.getByRole('link', { name: /Backups deleted/ }).waitFor();
    await button(page, 'Make a report').click();
    await inspect(page, 'finding-report', twoVariants);
    await page.getByRole('dialog').getByRole('button', { name: 'Make a report' }).click();
    await page.getByText('Made report').getByRole('link').click();
    await page.getByRole('heading', { name: 'What was found' }).waitFor();
    await inspect(page, 'report-of-finding');
    await page.getByRole('link', { name: /Log cleared/ }).click();

    await openList(desk, page, 1);
    await row(page, 'beta').getByRole('link').click();
    const putOnTimeline = async () => {
      await button(page, 'Put on a timeline').click();
      await page.getByRole('textbox', { name: 'Find the incident' }).fill('Strange nights');
      await page.getByRole('radio', { name: /Strange nights/ }).check();
      await page.getByRole('dialog').getByRole('button', { name: 'Put on a timeline' }).click();
      await page.getByText('On the timeline of').waitFor();
    };
    await putOnTimeline();
    await page.locator('#undo-finding').click();
    await page.getByText(/waits for review again/).waitFor();
    await putOnTimeline();
    await page.getByRole('link', { name: 'Entry 7 of technical-2026' }).click();
    await page.getByText(/Finding FND-\d{4}-\d+/).waitFor();
    await page.goto(`${desk.address}/incidents/${incident.reference}`);
    await page.getByRole('heading', { name: '1 finding' }).waitFor();
    await inspect(page, 'incident-with-finding');
    assert.deepEqual(refused, []);
  });

  it('are looked back on once a month, and today says when that is due', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['it_responsible']);
    const rule = await rulesIn(desk);
    await hit(desk, rule('Log cleared'), [['host', 'alpha']]);
    await openList(desk, page, 1);
    await desk.query(
      `INSERT INTO detection_review (month, opened_at, due_at)
       VALUES (date_trunc('month', now() - interval '1 month'), now(), now() + interval '14 days')
       ON CONFLICT DO NOTHING`,
    );
    await page.goto(desk.address);
    await page.getByRole('link', { name: '1 finding to review' }).waitFor();
    await page.getByRole('link', { name: /^Review of/ }).click();
    await page.getByRole('heading', { name: 'Rules that said nothing' }).waitFor();
    await inspect(page, 'detection-review');
    await button(page, 'Close the review').click();
    await page.getByRole('dialog').getByRole('textbox').fill('Nothing to change');
    await page.getByRole('dialog').getByRole('button', { name: 'Close it' }).click();
    await page.getByText('As it stood when it was closed.').waitFor();
    await page.getByRole('link', { name: 'All reviews' }).click();
    await page.getByText('Nothing to change').waitFor();
    await inspect(page, 'detection-reviews');
    assert.deepEqual(refused, []);
  });
});
