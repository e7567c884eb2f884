// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imapOf, newDraft, writtenSecrets } from './mailbox-draft.ts';

describe('imapOf()', () => {
  it('leaves no token endpoint behind when a password is used', () => {
    const draft = newDraft('nl');
    const imap = { ...draft.imap, tokenUrl: 'https://id.example/token', clientId: 'desk', scope: 'mail' };
    assert.equal(imapOf({ ...draft, imap }).tokenUrl, null);
    const oauth = { ...imap, authentication: 'oauth2' as const };
    assert.deepEqual(imapOf({ ...draft, imap: oauth }), oauth);
  });
});

describe('writtenSecrets()', () => {
  it('sends only what was written, so that a kept secret is not emptied', () => {
    const draft = newDraft('nl');
    assert.deepEqual(writtenSecrets(draft), {});
    assert.deepEqual(writtenSecrets({ ...draft, secrets: { ...draft.secrets, password: 'p' } }), {
      password: 'p',
    });
  });
});
