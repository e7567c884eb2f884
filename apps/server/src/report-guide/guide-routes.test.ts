// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type GuideContent, languages, ProblemError } from '@belfry/contract';
import qrcode from 'qrcode';
import { openTestDesk } from '../../test/desk.ts';
import { aClock } from '../../test/form-visitor.ts';
import { parseSecurityTxt } from '../../test/parse-security-txt.ts';
import { noContent } from './content.ts';
import { guideMessages } from './words.ts';

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof ProblemError && error.problem.code === code;
const withIntro = (intro: string): GuideContent => ({ ...noContent, texts: { en: { intro } } });
const publicUrl = 'https://desk.example.org';

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

  // Danger: the database is asked past the application, and a published version is quietly rewritten.
  it('keeps published versions from being changed by the application', async (t) => {
    const desk = await openTestDesk(t);
    const { rows } = {
      rows: await desk.query(
        `SELECT privilege_type FROM information_schema.table_privileges
       WHERE table_name = 'report_guide_version' AND grantee = 'belfry_app' ORDER BY 1`,
      ),
    };
    assert.deepEqual(
      rows.map((row) => row['privilege_type']),
      ['INSERT', 'SELECT'],
    );
  });
});

describe('security.txt', () => {
  it('is served once published, renewed by publishing, and warns before it expires', async (t) => {
    const clock = aClock();
    const desk = await openTestDesk(t, { clock, configuration: { publicUrl } });
    const { api } = await desk.as('it_responsible');
    const get = () => desk.app.inject({ url: '/.well-known/security.txt' });
    assert.equal((await get()).statusCode, 404, 'a promise to answer is made by a person');
    const security = {
      ...noContent.security,
      isPublished: true,
      acknowledgments: 'https://example.org/thanks',
    };
    await api.saveGuideDraft({ body: { content: { ...noContent, security }, version: 0 } });
    await api.publishGuide({ body: { note: 'We answer researchers' } });
    const served = await get();
    assert.equal(served.headers['content-type'], 'text/plain; charset=utf-8');
    const fields = parseSecurityTxt(served.body);
    assert.deepEqual(fields.get('contact'), ['mailto:helpdesk@example.org', `${publicUrl}/report`]);
    assert.deepEqual(fields.get('policy'), [`${publicUrl}/report/guide#researchers`]);
    const redirect = await desk.app.inject({ url: '/security.txt' });
    assert.deepEqual([redirect.statusCode, redirect.headers.location], [301, '/.well-known/security.txt']);
    assert.equal((await api.readGuide()).securityTxt.isExpiring, false);
    clock.pass(340 * 86_400_000);
    const { api: later } = await desk.another('Later', 'it_responsible');
    const old = await later.readGuide();
    assert.equal(old.securityTxt.isExpiring, true);
    await later.publishGuide({ body: { note: 'Still true', again: 1 } });
    assert.equal((await later.readGuide()).securityTxt.isExpiring, false);
    await assert.rejects(
      later.saveGuideDraft({
        body: {
          content: {
            ...noContent,
            security: { ...security, hiring: 'https://x\nContact: mailto:evil@example.org' },
          },
          version: 0,
        },
      }),
      refusedWith('request.not_valid'),
    );
  });
});

describe('the poster', () => {
  it('carries the address of the form as a code that says the same, in any language and size', async (t) => {
    const desk = await openTestDesk(t, { configuration: { publicUrl } });
    for (const query of [
      '',
      '?lang=fr&size=a5',
      '?lang=all',
      '?lang=de&size=card',
      '?size=nonsense&lang=xx',
    ]) {
      const page = await desk.app.inject({ url: `/report/poster${query}` });
      assert.equal(page.statusCode, 200, query);
      assert.doesNotMatch(page.body, /<script|style=|\son\w+=|\{\w+\}|https:\/\/(?!desk\.example)/i);
      assert.match(page.body.replaceAll('<wbr>', ''), /desk\.example\.org\/report/);
      assert.match(page.body, /\+32 9 000 00 00/);
    }
    const svg = (await desk.app.inject({ url: '/report/qr.svg' })).body;
    const wanted = qrcode.create(`${publicUrl}/report`, { errorCorrectionLevel: 'M' }).modules;
    assert.deepEqual(dotsOf(svg, wanted.size), [...wanted.data].map(Boolean));
  });

  it('gives other sites a link without script that leads to the form, and no way to frame it', async (t) => {
    const desk = await openTestDesk(t, { configuration: { publicUrl } });
    const { api } = await desk.as('communicator');
    const { snippets } = await api.readGuide();
    assert.equal(
      snippets['nl'],
      `<a href="${publicUrl}/report?lang=nl" rel="noopener" lang="nl">Een cyberincident melden</a>`,
    );
  });
});

/** The dots of a code as they are drawn: strokes of one unit along a path, four units from the edge. */
function dotsOf(svg: string, size: number): boolean[] {
  const path = /stroke="#000000" d="([^"]+)"/.exec(svg)?.[1] ?? '';
  const dots = new Array<boolean>(size * size).fill(false);
  let x = 0;
  let y = 0;
  for (const [, command, first = '0', second = '0'] of path.matchAll(
    /([Mmh])\s*(-?[\d.]+)(?:[ ,]+(-?[\d.]+))?/g,
  )) {
    if (command === 'h') {
      for (let step = 0; step < Number(first); step++) {
        dots[(Math.floor(y) - 4) * size + x + step - 4] = true;
      }
      x += Number(first);
    } else {
      x = (command === 'm' ? x : 0) + Number(first);
      y = (command === 'm' ? y : 0) + Number(second);
    }
  }
  return dots;
}
