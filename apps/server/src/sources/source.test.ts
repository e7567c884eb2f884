// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { identityValue } from './source.ts';

it('identityValue() writes an address and a certificate in one spelling, and refuses the rest', () => {
  assert.equal(identityValue('address', ' ::FFFF:192.0.2.7 '), '192.0.2.7');
  assert.equal(identityValue('address', '2001:DB8::/32'), '2001:db8:0:0:0:0:0:0/32');
  assert.equal(identityValue('certificate', `SHA256:${'AB'.repeat(32)}`), `sha256:${'ab'.repeat(32)}`);
  assert.equal(identityValue('certificate', 'cn= web01'), 'CN=web01');
  assert.ok(isRefusal(identityValue('address', 'web01')));
  assert.ok(isRefusal(identityValue('certificate', 'sha256:abc')));
});
