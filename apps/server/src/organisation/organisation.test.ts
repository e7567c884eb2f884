// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isPublicUrl, isTimeZone } from './organisation.ts';

describe('organisation', () => {
  it('isTimeZone() knows what every clock of the desk can show', () => {
    assert.equal(isTimeZone('Europe/Brussels'), true);
    assert.equal(isTimeZone('UTC'), true);
    assert.equal(isTimeZone('Mars/Olympus'), false);
    assert.equal(isTimeZone(''), false);
  });

  // The address goes into mails: another scheme or a password in it would travel to everybody.
  it('isPublicUrl() takes web addresses without credentials', () => {
    assert.equal(isPublicUrl('https://desk.example.org'), true);
    assert.equal(isPublicUrl(''), true);
    for (const url of [
      'javascript:alert(1)',
      'desk.example.org',
      'https://ada:pw@desk.example.org',
      'ftp://x',
    ]) {
      assert.equal(isPublicUrl(url), false, url);
    }
  });
});
