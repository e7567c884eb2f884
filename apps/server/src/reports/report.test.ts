// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contentSha256, languageOf, type ReportContent, titleOf } from './report.ts';
import { patternsOf } from './report-search-store.ts';

const content: ReportContent = {
  summary: 'A strange mail',
  description: null,
  kind: 'incident',
  category: null,
  noticedAt: null,
  ongoing: 'no',
  anonymous: false,
  language: 'en',
  reporter: { name: 'N', email: null, phone: null },
  files: [],
};

describe('report', () => {
  it('contentSha256() changes with every word, every file and the moment', () => {
    const at = new Date('2026-05-04T09:00:00Z');
    const file = { name: 'a', mediaType: 'text/plain', sizeBytes: 1, sha256: 'x' };
    const digests = [
      contentSha256(content, 'form', at),
      contentSha256(content, 'api', at),
      contentSha256({ ...content, summary: 'A strange mail.' }, 'form', at),
      contentSha256({ ...content, reporter: null }, 'form', at),
      contentSha256({ ...content, files: [file] }, 'form', at),
      contentSha256(content, 'form', new Date(at.getTime() + 1)),
    ];
    assert.equal(new Set(digests).size, digests.length);
    assert.equal(contentSha256({ ...content }, 'form', at), digests[0]);
  });

  it('languageOf() takes the best one we speak', () => {
    assert.equal(languageOf('nl-BE,nl;q=0.9,en;q=0.8'), 'nl');
    assert.equal(languageOf('es, de;q=0.5, fr;q=0.7'), 'fr');
    assert.equal(languageOf('en;q=0, de'), 'de');
    assert.equal(languageOf('*'), null);
    assert.equal(languageOf(undefined), null);
    assert.equal(languageOf(';;;,,q=1'), null);
  });

  it('titleOf() takes the first line, cut between words', () => {
    assert.equal(titleOf('First line\nsecond', 300), 'First line');
    assert.equal(titleOf('one two three four', 10), 'one two…');
    assert.ok(titleOf('👩'.repeat(20), 10).isWellFormed());
  });

  it('patternsOf() takes marks of patterns literally', () => {
    assert.deepEqual(patternsOf('50%_off \\ ab'), ['%50\\%\\_off%', '% \\\\%', '% ab%']);
    assert.deepEqual(patternsOf('  '), []);
    assert.equal(patternsOf('w '.repeat(100)).length, 8);
  });
});
