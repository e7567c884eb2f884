// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languages } from '@belfry/contract';
import { openTestDesk } from '../../server/test/desk.ts';
import { button, inspect, leave, openBrowser, visit } from './browser.ts';

const browser = openBrowser();

describe('reporting pages', () => {
  it('are written, looked at, published and brought back by staff, and read by a visitor', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['it_responsible']);
    const stranger = await browser().newContext({ javaScriptEnabled: false, locale: 'en-GB' });
    t.after(() => stranger.close());
    const visitor = await stranger.newPage();
    const read = async () => {
      await visitor.goto(`${desk.address}/report/guide`);
      return (await visitor.textContent('main')) ?? '';
    };
    // The words stand in the dialog already: they are published once it is gone.
    const publish = async (why: string) => {
      await page.getByRole('textbox', { name: 'What changed, or why' }).fill(why);
      await button(page, /^Publish$/).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByText(why).first().waitFor();
    };
    assert.match(await read(), /has not published its own yet/);
    await page.goto(`${desk.address}/report-guide`);
    await page.getByRole('heading', { level: 1, name: 'Reporting pages' }).waitFor();
    await inspect(page, 'report-guide');
    const intro = page.getByRole('textbox', { name: 'Beginning of the page' });
    await intro.fill('Call us **first**.\n\n<script>alert(1)</script> [Map](https://example.org/map)');
    await page.getByRole('checkbox', { name: 'Serve security.txt' }).check();
    await button(page, 'Save draft').click();
    await page.getByText('Draft saved').waitFor();
    assert.match(await read(), /has not published its own yet/, 'a draft is nobody’s yet');
    const opening = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Preview' }).click();
    const preview = await opening;
    await preview.getByText('Nobody else sees it yet').first().waitFor();
    await preview.getByText('<script>alert(1)</script>').waitFor();
    assert.equal(
      await preview.getByRole('link', { name: 'Map' }).getAttribute('href'),
      'https://example.org/map',
    );
    await preview.close();
    await button(page, 'Publish the draft').click();
    await page.getByRole('textbox', { name: 'What changed, or why' }).fill('The telephone comes first');
    await inspect(page, 'report-guide-publish');
    await publish('The telephone comes first');
    assert.match(await read(), /Call us first[\s\S]*Version 1,/);
    await button(page, 'What version 1 changed').click();
    await page.getByText('Call us **first**').last().waitFor();
    await inspect(page, 'report-guide-versions');
    await intro.fill('Something else');
    await button(page, 'Save draft').click();
    await page.getByText('Draft saved').waitFor();
    await button(page, 'Publish the draft').click();
    await publish('Shorter');
    await button(page, 'Publish version 1 again').click();
    await publish('It was better');
    assert.match(await read(), /Call us first[\s\S]*Version 3,/);
    const { status } = await visitor
      .goto(`${desk.address}/security.txt`)
      .then((answer) => ({ status: answer?.status() }));
    assert.equal(status, 200);
    assert.deepEqual(refused, []);
  });

  // Danger: what hangs on the wall cannot be corrected; it must be whole on one sheet, in black, for everybody.
  it('print whole, and pass axe on paper and on a phone, in every language', async (t) => {
    const desk = await openTestDesk(t, { listen: true });
    const context = await browser().newContext();
    t.after(() => leave(context));
    const page = await context.newPage();
    const sheets = async () =>
      Number(/\/Count (\d+)/.exec((await page.pdf({ preferCSSPageSize: true })).toString('latin1'))?.[1]);
    for (const language of [...languages, 'all']) {
      for (const size of ['a4', 'a5', 'card']) {
        await page.goto(`${desk.address}/report/poster?lang=${language}&size=${size}`);
        assert.equal(await sheets(), 1, `${language} ${size}`);
      }
      await inspect(page, `poster-${language}`);
      await page.emulateMedia({ media: 'print' });
      await inspect(page, `poster-print-${language}`, [['light', 1280]]);
      await page.emulateMedia({ media: null });
    }
    for (const language of languages) {
      await page.goto(`${desk.address}/report/guide?lang=${language}`);
      await inspect(page, `guide-${language}`);
    }
  });
});

describe('words for reports', () => {
  it('are added, asked for on the form, set in triage and counted, each number a link', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['it_responsible']);
    const { api } = await desk.as('helpdesk');
    const sent = await api.sendReport({ body: { summary: 'A drone at the window', category: 'phishing' } });
    await page.goto(`${desk.address}/vocabularies`);
    await button(page, 'Add a category').click();
    await page.getByRole('textbox', { name: 'Identifier' }).fill('drone');
    await page.getByRole('textbox', { name: /^Word/ }).fill('Something flies');
    await inspect(page, 'vocabularies-add');
    await button(page, 'Save').click();
    await button(page, 'Change “Something flies”').waitFor();
    await inspect(page, 'vocabularies');
    await page.goto(`${desk.address}/reports/${sent.reference}`);
    await button(page, 'Set category and qualification').click();
    const choose = async (field: string, option: string) => {
      await page.getByRole('combobox', { name: field }).click();
      await page.getByRole('option', { name: option }).click();
    };
    await choose('Category (optional)', 'Something flies');
    await choose('Qualification (optional)', 'Observation');
    await inspect(page, 'classify');
    await button(page, 'Save').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Something flies').first().waitFor();
    await page.goto(`${desk.address}/statistics`);
    await page.getByRole('heading', { name: 'By category' }).waitFor();
    await inspect(page, 'statistics');
    await page.getByRole('link', { name: '1 report: Something flies' }).click();
    await page.getByRole('link', { name: new RegExp(sent.reference) }).waitFor();
    await inspect(page, 'reports-by-category');
    assert.deepEqual(refused, []);
  });
});
