// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { button, inspect, openBrowser, twoVariants, type Visit, visit } from './browser.ts';

const browser = openBrowser();

/** Text that would break a screen that trusts it: markup, right-to-left marks, a word without end. */
const hostile = '<img src=x onerror=alert(1)> \u202Etxt.exe\u202C Łódź 🦊 ' + 'very'.repeat(40);

/** A critical incident at work, one that was closed, and reports that wait. */
async function fill({ desk }: Visit): Promise<{ open: string; closed: string; waiting: string }> {
  const { api } = await desk.as('it_responsible');
  const tell = (summary: string) =>
    api.sendReport({
      body: { summary, reporter: { name: hostile, email: 'ann@example.org' }, ongoing: 'yes' },
    });
  const first = await tell('Mail asks for my password on a strange page');
  const waiting = await tell('Mail asks for my password on a very strange page');
  await tell(hostile);
  const open = await api.declareIncident({
    body: { title: `Password mails ${hostile}`, severity: 'critical', fromReports: [first.reference] },
  });
  const { reference } = open;
  await api.confirmIncident({ params: { reference }, body: {} });
  await api.changeIncident({
    params: { reference },
    body: {
      summary: hostile,
      class: 'fraud',
      type: 'phishing',
      functions: ['software', hostile.slice(0, 100)],
    },
  });
  await api.addTask({ params: { reference }, body: { title: hostile, dueAt: '2026-01-01T10:00:00Z' } });
  await api.writeTimelineEntry({
    params: { reference },
    body: {
      kind: 'entry',
      text: hostile,
      occurredAt: '2026-01-01T10:00:00Z',
      inAccount: true,
      side: 'attacker',
    },
  });
  const done = await api.declareIncident({ body: { title: 'Lost laptop', severity: 'low' } });
  const params = { reference: done.reference };
  await api.confirmIncident({ params, body: {} });
  await api.resolveIncident({ params, body: { whatWasDone: 'Wiped it from afar' } });
  await api.closeIncident({
    params,
    body: {
      rootCauseClass: 'human-errors',
      lessons: 'Lock the car',
      measures: [{ title: 'Encrypt every disk', dueOn: '2027-01-31' }],
    },
  });
  return { open: reference, closed: done.reference, waiting: waiting.reference };
}

describe('screens', () => {
  it('every screen passes axe in both themes and fits a phone, with hostile text on it', async (t) => {
    const visited = await visit(t, browser(), ['it_responsible']);
    const { desk, page, refused } = visited;
    const { open, closed, waiting } = await fill(visited);
    const routes = [
      ['today', '/'],
      ['triage', '/triage'],
      ['triage-report', `/triage?report=${waiting}`],
      ['triage-rules', '/triage/rules'],
      ['canned-texts', '/triage/canned-texts'],
      ['reports', '/reports'],
      ['report', `/reports/${waiting}`],
      ['incidents', '/incidents'],
      ['incidents-none', '/incidents?q=nothingmatchesthis'],
      ['incident', `/incidents/${open}`],
      ['assessment', `/incidents/${open}/assessment`],
      ['incident-account', `/incidents/${open}?view=account&order=desc`],
      ['incident-closed', `/incidents/${closed}`],
      ['incident-missing', '/incidents/INC-1999-0001'],
      ['notification-missing', `/incidents/${open}/notifications/NOT-1999-0001`],
      ['declare', '/incidents/declare'],
      ['import', '/incidents/import'],
      ['my-reports', '/my-reports'],
      ['tasks', '/tasks?whose=all'],
      ['measures', '/measures'],
      ['webhooks', '/webhooks'],
      ['log-sources', '/log/sources'],
      ['log-senders', '/log/senders'],
      ['obligations', '/obligations'],
      ['profile', '/profile'],
      ['regimes', '/regimes'],
      ['authorities', '/authorities'],
      ['authority-choices', '/authorities/notices'],
      ['crisis-criteria', '/crisis-criteria'],
      ['recurrence-reviews', '/recurrence-reviews'],
      ['history', '/history'],
      ['logbook', '/log'],
      ['logbook-looks-none', '/log/looks'],
      ['log-health', '/log/health'],
      ['findings', '/findings'],
      ['findings-any', '/findings?state=any&level=high&technique=T1110'],
      ['finding-missing', '/findings/FND-1999-0001'],
      ['suppressions', '/findings/suppressions'],
      ['suppressions-over', '/findings/suppressions?state=over'],
      ['detection-reviews', '/findings/reviews'],
      ['detection-rules', '/detection/rules'],
      ['detection-rules-none', '/detection/rules?q=nothingmatchesthis'],
      ['detection-rule-missing', '/detection/rules/0193b6c0-0000-7000-8000-000000000000'],
      ['rule-editor-new', '/detection/rules/new?template=words'],
      ['rule-sets-none', '/detection/sets'],
      ['rule-selection', '/detection/selection'],
      ['rule-coverage', '/detection/coverage'],
      ['rule-placeholders', '/detection/placeholders'],
      ['hunts-none', '/detection/hunts'],
      ['hunt-missing', '/detection/hunts/0193b6c0-0000-7000-8000-000000000000'],
      ['mailboxes', '/mailboxes'],
      ['search', '/search?q=password'],
      ['statistics', '/statistics'],
      ['management-reports', '/management-reports'],
      ['reporting-pages', '/report-guide'],
      ['words-for-reports', '/vocabularies'],
      ['alerts', '/alerts'],
      ['alert-missing', '/alerts/0193b6c0-0000-7000-8000-000000000000'],
      ['rosters-none', '/rosters'],
      ['webhook-endpoints-none', '/webhook-endpoints'],
      ['devices-none', '/account/devices'],
      ['nothing-here', '/no/such/place'],
    ] as const;
    for (const [name, path] of routes) {
      await page.goto(desk.address + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForFunction(() => document.querySelector('.loading') === null);
      await inspect(page, name);
    }
    assert.deepEqual(refused, []);
  });

  it('every dialog passes axe', async (t) => {
    const visited = await visit(t, browser(), ['it_responsible']);
    const { desk, page, refused } = visited;
    const { open, waiting } = await fill(visited);
    const dialogs = [
      [`/reports/${waiting}`, ['Accept', 'Duplicate of…', 'Decline', 'Ask the reporter', 'Snooze']],
      [
        `/incidents/${open}`,
        [
          'Resolve incident',
          'Merge into another',
          'Dismiss incident',
          'Change the facts',
          'Set\\W+Occurred',
          'Add a person',
          'Add a task',
          'Attach a report',
          'Restrict to participants',
        ],
      ],
    ] as const;
    for (const [path, names] of dialogs) {
      await page.goto(desk.address + path);
      for (const name of names) {
        await button(page, new RegExp(`^${name}`))
          .first()
          .click();
        await page.getByRole('dialog').waitFor();
        await inspect(page, `dialog-${name.replaceAll(/\W+/g, '-').toLowerCase()}`, twoVariants);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
    }
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search reports and incidents').fill('password');
    await page
      .getByText(/^REP-\d/)
      .first()
      .waitFor();
    await inspect(page, 'command-menu', twoVariants);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await inspect(page, 'keyboard', twoVariants);
    assert.deepEqual(refused, []);
  });

  it('an auditor reads without a way to change, and a screen beyond their roles says so', async (t) => {
    const { desk, page } = await visit(t, browser(), ['auditor']);
    const handler = await desk.as('handler');
    const { reference } = await handler.api.declareIncident({ body: { title: 'Read me' } });
    await page.goto(`${desk.address}/incidents/${reference}`);
    await page.getByText('your roles do not let you work on it').waitFor();
    assert.equal(await button(page, 'Confirm incident').count(), 0);
    assert.equal(await button(page, 'Add a task').count(), 0);
  });

  it('four languages, remembered on this device', async (t) => {
    const { desk, page } = await visit(t, browser(), ['handler']);
    for (const [language, today] of [
      ['nl', 'Vandaag'],
      ['fr', 'Aujourd’hui'],
      ['de', 'Heute'],
      ['en', 'Today'],
    ] as const) {
      await page.evaluate((chosen) => localStorage.setItem('belfry.language', chosen), language);
      await page.goto(desk.address);
      await page.getByRole('heading', { level: 1, name: today }).waitFor();
      assert.equal(await page.getAttribute('html', 'lang'), language);
    }
  });
});
