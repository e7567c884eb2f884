// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProblemError } from '@belfry/contract';
import qrcode from 'qrcode';
import { openTestDesk } from '../../test/desk.ts';
import { aClock } from '../../test/form-visitor.ts';
import { parseSecurityTxt } from '../../test/parse-security-txt.ts';
import { noContent } from './content.ts';

const publicUrl = 'https://desk.example.org';
const refusedWith = (code: string) => (error: unknown) =>
  error instanceof ProblemError && error.problem.code === code;

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
