// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ImapSetting } from '@belfry/contract';
import { keepsSecrets, mailboxOfRecipient, reasonNotImap, reasonNotMailbox } from './mailbox.ts';

const imap: ImapSetting = {
  host: 'imap.example.org',
  port: 993,
  security: 'tls',
  user: 'incidents',
  authentication: 'password',
  tokenUrl: null,
  clientId: null,
  scope: null,
  folder: 'INBOX',
  takesFrom: null,
};
const pointers = (refusal: ReturnType<typeof reasonNotImap>) =>
  refusal?.errors?.map(({ pointer }) => pointer) ?? [];

describe('reasonNotImap()', () => {
  it('reasonNotImap() takes what can be fetched', () => {
    assert.equal(reasonNotImap(imap, ['password']), null);
    assert.equal(reasonNotImap({ ...imap, host: '127.0.0.1', security: 'none' }, ['password']), null);
    assert.equal(reasonNotImap({ ...imap, host: '::1', security: 'none' }, ['password']), null);
  });

  // Danger: a password that travels in the clear, because a name only looked like this machine.
  it('reasonNotImap() asks for protection unless the server is this very machine', () => {
    for (const host of [
      'imap.example.org',
      '127.0.0.1.example.org',
      '127.1',
      '10.0.0.1',
      'localhost.example',
    ]) {
      assert.ok(
        pointers(reasonNotImap({ ...imap, host, security: 'none' }, ['password'])).includes('/imap/security'),
        host,
      );
    }
  });

  it('reasonNotImap() names every field that is wrong', () => {
    assert.deepEqual(pointers(reasonNotImap({ ...imap, host: 'a b' }, [])), [
      '/imap/host',
      '/secrets/password',
    ]);
    const oauth2 = { ...imap, authentication: 'oauth2' } as const;
    assert.deepEqual(pointers(reasonNotImap(oauth2, [])), ['/imap/tokenUrl', '/imap/clientId', '/secrets']);
    for (const tokenUrl of [
      'http://login.example.org/token',
      'file:///etc/passwd',
      'https://u:p@x.example/',
    ]) {
      const refused = reasonNotImap({ ...oauth2, tokenUrl, clientId: 'x' }, ['clientSecret']);
      assert.deepEqual(pointers(refused), ['/imap/tokenUrl'], tokenUrl);
    }
  });

  // Danger: whoever keeps the mailboxes lets the desk ask the cloud it runs in for its credentials.
  it('reasonNotImap() asks nothing of a link-local address, however it is written', () => {
    for (const host of ['169.254.169.254', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', 'fe80::1']) {
      assert.deepEqual(pointers(reasonNotImap({ ...imap, host }, ['password'])), ['/imap/host'], host);
      const tokenUrl = host.includes(':') ? `https://[${host}]/token` : `https://${host}/token`;
      const oauth2 = { ...imap, authentication: 'oauth2', tokenUrl, clientId: 'x' } as const;
      assert.deepEqual(pointers(reasonNotImap(oauth2, ['clientSecret'])), ['/imap/tokenUrl'], host);
    }
  });

  it('reasonNotMailbox() wants a server for what is fetched, and none for what is received', () => {
    assert.equal(reasonNotMailbox('smtp', null, []), null);
    assert.deepEqual(pointers(reasonNotMailbox('smtp', imap, [])), ['/imap']);
    assert.deepEqual(pointers(reasonNotMailbox('imap', null, [])), ['/imap']);
  });
});

describe('keepsSecrets()', () => {
  // Danger: a password that cannot be read is sent to a server its reader chose.
  it('keepsSecrets() lets no secret go to another server, user or endpoint', () => {
    assert.equal(keepsSecrets(imap, { ...imap, folder: 'Reports' }), true);
    assert.equal(keepsSecrets(null, imap), false);
    for (const other of [
      { host: 'evil.example' },
      { port: 994 },
      { user: 'other' },
      { security: 'starttls' },
      { authentication: 'oauth2' },
      { tokenUrl: 'https://evil.example/token' },
      { clientId: 'other' },
    ] as const) {
      assert.equal(keepsSecrets(imap, { ...imap, ...other }), false, JSON.stringify(other));
    }
  });
});

describe('mailboxOfRecipient()', () => {
  const plain = { address: 'Incidents@Example.org', plusAddressing: true };
  const strict = { address: 'strict@example.org', plusAddressing: false };
  it('mailboxOfRecipient() knows an address in any case, and with a tag where it has them', () => {
    const found = (recipient: string) => mailboxOfRecipient(recipient, [plain, strict]);
    assert.equal(found('INCIDENTS@example.ORG'), plain);
    assert.equal(found('incidents+a.b+c@example.org'), plain);
    assert.equal(found('strict@example.org'), strict);
    assert.equal(found('strict+x@example.org'), null);
    assert.equal(found('+x@example.org'), null);
    assert.equal(found('incidents@example+x.org'), null);
    assert.equal(found('incidents@example.org.evil.example'), null);
  });
});
