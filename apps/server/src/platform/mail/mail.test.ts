// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import {
  asHeaderText,
  htmlOf,
  isAddress,
  nextAttemptAt,
  subjectOf,
  withoutAddress,
  withoutTag,
} from './mail.ts';

describe('subjectOf', () => {
  // A line break in a title would let a stranger write headers of their own, a Bcc among them.
  it('holds no line break, no control character and no mark of writing direction', () => {
    const subject = subjectOf({
      subject: 'Ransom\r\nBcc: evil@example.org\u202Egnp.exe\u0007',
      tlp: 'TLP:AMBER',
    });
    assert.equal(subject, '[TLP:AMBER] Ransom Bcc: evil@example.orggnp.exe');
  });

  it('cuts between characters, never inside one', () => {
    assert.equal(asHeaderText(`${'a'.repeat(239)}😀😀`), 'a'.repeat(239));
  });
});

describe('isAddress', () => {
  for (const [address, expected] of [
    ['ana@example.org', true],
    ['ana+desk@münchen.example', true],
    ['ana@example.org, evil@example.org', false],
    ['ana@example.org\r\nBcc: evil@example.org', false],
    ['<ana@example.org>', false],
    ['@relay:ana@example.org', false],
    ['ana', false],
    [`${'a'.repeat(250)}@example.org`, false],
  ] as const) {
    it(`${expected ? 'takes' : 'refuses'} ${JSON.stringify(address).slice(0, 60)}`, () =>
      assert.equal(isAddress(address), expected));
  }
});

describe('withoutTag', () => {
  it('takes away what stands behind a plus, and nothing of a domain', () => {
    assert.equal(withoutTag('Desk+a+b@Example.org'), 'desk@example.org');
    assert.equal(withoutTag('desk@ex+ample.org'), 'desk@ex+ample.org');
    assert.equal(withoutTag('+a@example.org'), '+a@example.org', 'a mailbox has a name');
  });
});

describe('withoutAddress', () => {
  it('leaves a recipient out of what a server said, however it spells them', () => {
    const said = '550 5.1.1 <Rik.Peeters+x@Example.com>: user rik.peeters+x unknown; ricky stays';
    assert.equal(
      withoutAddress(said, 'rik.peeters+x@example.com'),
      '550 5.1.1 <…>: user … unknown; ricky stays',
    );
    assert.equal(withoutAddress('no user (a|b', '(a|b@example.com'), 'no user …');
    assert.equal(withoutAddress('460 try later', '4@example.com'), '460 try later');
  });
});

describe('htmlOf', () => {
  // What a stranger wrote must stay text in somebody's mail program.
  it('escapes everything and links web addresses only', () => {
    const html = htmlOf(
      '<img src=x onerror=alert(1)>\njavascript:alert(1)\n\nhttps://desk.example/a?b=1&c=2 end',
      'nl',
    );
    assert.ok(!html.includes('<img'));
    assert.ok(html.includes('javascript:alert(1)') && !html.includes('href="javascript'));
    assert.ok(html.includes('<a href="https://desk.example/a?b=1&amp;c=2">'));
    assert.ok(html.includes('<html lang="nl">'));
  });
});

describe('nextAttemptAt', () => {
  it('doubles up to the limit, and spreads', () => {
    const now = new Date('2026-01-01T00:00:00Z');
    const waits = [1, 2, 3, 30].map((attempts) => nextAttemptAt(now, attempts, 1).getTime() - now.getTime());
    assert.deepEqual(waits, [30_000, 60_000, 120_000, limits.mailRetryAfterMsMax]);
    assert.equal(nextAttemptAt(now, 1, 0).getTime() - now.getTime(), 15_000);
  });
});
