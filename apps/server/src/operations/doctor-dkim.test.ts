// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createPublicKey, createVerify, generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { dkimRecord, examineDkim } from './doctor-dkim.ts';

test('dkimRecord publishes the key that checks what the private one signed', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { name, value } = dkimRecord({ domainName: 'example.org', keySelector: 'belfry', privateKey: pem });
  assert.equal(name, 'belfry._domainkey.example.org');
  const [, key = ''] = /^v=DKIM1; k=rsa; p=([A-Za-z0-9+/=]+)$/.exec(value) ?? [];
  const published = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  const signature = sign('sha256', Buffer.from('mail'), privateKey);
  assert.ok(createVerify('sha256').update('mail').verify(published, signature));
});

test('examineDkim says nothing where mail is not signed', async () => {
  assert.deepEqual(await examineDkim({ dkim: null }), []);
});
