// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indicatorsIn } from './indicators.ts';

const own = ['example.org'];

test('indicatorsIn() reads what others can look for, also as people defang it', () => {
  const { kept } = indicatorsIn(
    `C2 at 203.0.113.7:443 and hxxps://evil[.]example/a?b=1, dropper bad(dot)example;
     2001:db8:1::7, d41d8cd98f00b204e9800998ecf8427e ${'AB'.repeat(32)} in C:\\Users\\ana\\evil.exe`,
    own,
  );
  assert.deepEqual(
    kept.map(({ type, value }) => `${type} ${value}`),
    [
      'ipv4 203.0.113.7',
      'url https://evil.example/a?b=1',
      'domain bad.example',
      'ipv6 2001:db8:1::7',
      'md5 d41d8cd98f00b204e9800998ecf8427e',
      `sha256 ${'ab'.repeat(32)}`,
    ],
  );
});

// Danger: what is shared to help others tells how the house is built, or who was hit.
test('indicatorsIn() leaves at home what is internal, one’s own, or names a person', () => {
  const { kept, leftOut } = indicatorsIn(
    `10.1.2.3 172.16.0.9 192.168.1.1 127.0.0.1 169.254.1.1 100.64.1.1 fd00::1 fe80::1 ::1
     mail.example.org example.org https://vpn.example.org/login dc01.corp https://10.0.0.5/x
     victim@other.example https://evil.example/?to=victim%40other.example`,
    own,
  );
  assert.deepEqual(kept, []);
  assert.deepEqual(
    leftOut.map(({ because }) => because),
    [
      ...Array.from({ length: 9 }, () => 'internal_address'),
      ...[
        'own_domain',
        'own_domain',
        'own_domain',
        'internal_name',
        'internal_address',
        'personal',
        'personal',
      ],
    ],
  );
});
