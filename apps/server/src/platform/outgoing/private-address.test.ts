// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isPrivateAddress } from './private-address.ts';

// Danger: an address written so that it looks foreign and leads home.
it('isPrivateAddress() knows every way inside', () => {
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '0.0.0.0',
    '100.64.0.1',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'ff02::1',
    'not an address',
  ]) {
    assert.ok(isPrivateAddress(address), address);
  }
  for (const address of ['8.8.8.8', '193.190.198.27', '2a02:26f0::1', '2606:4700::1111']) {
    assert.ok(!isPrivateAddress(address), address);
  }
});
