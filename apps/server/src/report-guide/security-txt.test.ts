// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSecurityTxt } from '../../test/parse-security-txt.ts';
import { expiryAfter, isExpiring, lacks, securityTxt } from './security-txt.ts';

const security = { isPublished: true, encryption: null, acknowledgments: null, hiring: null };
const published = new Date('2026-05-04T09:00:00Z');

describe('security.txt', () => {
  it('securityTxt() writes what the grammar of RFC 9116 takes', () => {
    const facts = {
      mail: 'security+desk@example.org',
      origin: 'https://desk.example.org',
      languages: ['nl', 'fr'] as const,
    };
    const text = securityTxt(
      facts,
      { ...security, encryption: 'https://example.org/key.asc', hiring: 'https://example.org/jobs' },
      expiryAfter(published),
    );
    const fields = parseSecurityTxt(text ?? '');
    assert.deepEqual(fields.get('contact'), [
      'mailto:security+desk@example.org',
      'https://desk.example.org/report',
    ]);
    assert.deepEqual(fields.get('canonical'), ['https://desk.example.org/.well-known/security.txt']);
    assert.deepEqual(fields.get('preferred-languages'), ['nl, fr']);
    const odd = securityTxt({ ...facts, mail: 'o’neill "x"@example.org' }, security, published);
    parseSecurityTxt(odd ?? '');
  });

  it('lacks() tells what keeps the file from being useful', () => {
    const http = { mail: 'a@example.org', origin: 'http://desk.local', languages: ['en'] as const };
    assert.deepEqual(lacks(http), ['https']);
    assert.deepEqual(
      [...parseSecurityTxt(securityTxt(http, security, published) ?? '').keys()],
      ['contact', 'expires', 'preferred-languages'],
    );
    assert.deepEqual(lacks({ ...http, mail: '' }), ['contact', 'https']);
    assert.equal(securityTxt({ ...http, mail: '' }, security, published), null);
  });

  it('expiryAfter() stays under a year, and isExpiring() warns a month before', () => {
    const expires = expiryAfter(published);
    assert.ok(expires.getTime() - published.getTime() < 365 * 86_400_000);
    assert.equal(isExpiring(expires, published), false);
    assert.equal(isExpiring(expires, new Date('2027-04-01T09:00:00Z')), true);
  });
});
