// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cookieValue, dropSessionCookie, sessionSecret, setSessionCookie } from './session-cookie.ts';

const secret = 'A'.repeat(43);

describe('session cookie', () => {
  it('setSessionCookie() binds the cookie to this host under https', () => {
    assert.match(
      setSessionCookie(secret, true),
      /^__Host-belfry=A{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400; Secure$/,
    );
    assert.doesNotMatch(setSessionCookie(secret, true), /Domain/);
    assert.match(dropSessionCookie(false), /^belfry-session=; .*Max-Age=0$/);
  });

  // A neighbour domain can plant `belfry-session`, but never a `__Host-` cookie.
  it('sessionSecret() under https reads the bound cookie only', () => {
    assert.equal(sessionSecret(`belfry-session=${secret}`, true), null);
    assert.equal(sessionSecret(`a=b; __Host-belfry=${secret}; c=d`, true), secret);
  });

  it('sessionSecret() takes nothing of another form', () => {
    for (const header of [
      undefined,
      '',
      ';;;',
      'belfry-session',
      'belfry-session=',
      'belfry-session=short',
      `x-belfry-session=${secret}`,
      `belfry-session=${secret}x`,
    ]) {
      assert.equal(sessionSecret(header, false), null, String(header));
    }
    assert.equal(cookieValue('a=b=c', 'a'), 'b=c');
  });
});
