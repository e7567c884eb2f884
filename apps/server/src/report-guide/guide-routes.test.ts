// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type GuideContent, languages, ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { noContent } from './content.ts';
import { guideMessages } from './words.ts';

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof ProblemError && error.problem.code === code;
const withIntro = (intro: string): GuideContent => ({ ...noContent, texts: { en: { intro } } });

describe('the guide', () => {
  it('reads whole in every language before anybody wrote a word, without script and in our policy', async (t) => {
    const desk = await openTestDesk(t);
    for (const language of languages) {
      const page = await desk.app.inject({ url: `/report/guide?lang=${language}` });
      assert.equal(page.statusCode, 200);
      assert.match(
        String(page.headers['content-security-policy']),
        /default-src 'none'.*frame-ancestors 'none'/,
      );
      assert.doesNotMatch(page.body, /<script|style=|\son\w+=|\{\w+\}/i);
      for (const id of [
        'heading.where',
        'section.it_down',
        'section.researchers',
        'section.suppliers',
      ] as const) {
        assert.ok(
          page.body.includes(guideMessages[language][id].replaceAll("'", '&#39;')),
          `${language} ${id}`,
        );
      }
      assert.match(page.body, /href="tel:\+3290000000"/);
      assert.match(page.body, /href="mailto:helpdesk@example\.org"/);
    }
  });

  it('is drafted, previewed and published by staff; every version stays, and an old one comes back as a new one', async (t) => {
    const desk = await openTestDesk(t);
    const staff = await desk.as('communicator');
    const { api } = staff;
    const read = async () => (await desk.app.inject({ url: '/report/guide?lang=en' })).body;
    const first = await api.saveGuideDraft({
      body: { content: withIntro('First <b>words</b>'), version: 0 },
    });
    assert.doesNotMatch(await read(), /First/, 'a draft is nobody’s yet');
    const preview = await staff.inject({ url: '/api/v1/report-guide/preview?lang=en' });
    assert.match(preview.body, /First &lt;b&gt;words&lt;\/b&gt;/);
    await assert.rejects(
      api.saveGuideDraft({ body: { content: withIntro('Over it'), version: 0 } }),
      refusedWith('report_guide.changed_meanwhile'),
    );
    await assert.rejects(
      api.publishGuide({ body: { note: 'x', draft: first.version + 1 } }),
      refusedWith('report_guide.changed_meanwhile'),
    );
    await api.publishGuide({ body: { note: 'Our own words', draft: first.version } });
    assert.match(await read(), /First &lt;b&gt;/);
    await api.saveGuideDraft({ body: { content: withIntro('Second words'), version: 0 } });
    await api.publishGuide({ body: { note: 'Better' } });
    assert.match(await read(), /Second words[\s\S]*Version 2,/);
    await assert.rejects(
      api.publishGuide({ body: { note: 'x' } }),
      refusedWith('report_guide.nothing_to_publish'),
    );
    await api.publishGuide({ body: { note: 'The first was clearer', again: 1 } });
    assert.match(await read(), /First[\s\S]*Version 3,/);
    const { items } = await api.listGuideVersions();
    assert.deepEqual(
      items.map(({ note, version }) => [version, note]),
      [
        [3, 'The first was clearer'],
        [2, 'Better'],
        [1, 'Our own words'],
      ],
    );
    assert.equal(
      (await api.readGuideVersion({ params: { version: 2 } })).content.texts.en?.intro,
      'Second words',
    );
    await assert.rejects(
      api.readGuideVersion({ params: { version: 9 } }),
      refusedWith('report_guide.version_not_found'),
    );
    const auditor = await desk.as('auditor');
    const told = (await auditor.api.listHistory({ query: { kind: 'report_guide.published' } })).items;
    assert.deepEqual(told[1]?.changes, [
      { field: 'en.intro', from: 'First <b>words</b>', to: 'Second words' },
    ]);
  });

  it('opens to whoever may change it, and to nobody else', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    for (const url of [
      '/api/v1/report-guide',
      '/api/v1/report-guide/versions',
      '/api/v1/report-guide/preview',
    ]) {
      assert.equal((await helpdesk.inject({ url })).statusCode, 403, url);
      assert.equal((await desk.app.inject({ url })).statusCode, 401, url);
    }
    const { api } = await desk.as('it_responsible');
    await api.saveGuideDraft({ body: { content: noContent, version: 0 } });
    await api.discardGuideDraft();
    await assert.rejects(api.discardGuideDraft(), refusedWith('report_guide.nothing_to_publish'));
  });
});
