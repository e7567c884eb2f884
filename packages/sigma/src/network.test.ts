// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isInside, readAddress, readNetwork } from './network.ts';

describe('networks', () => {
  it('hold their addresses and no others', () => {
    for (const [network, inside, outside] of [
      ['192.168.0.0/16', '192.168.255.255', '192.169.0.0'],
      ['10.1.2.3', '10.1.2.3', '10.1.2.4'],
      ['0.0.0.0/0', '255.255.255.255', '::1'],
      ['fe80::/10', 'febf::1', 'fec0::1'],
      ['::ffff:0:0/96', '::ffff:1.2.3.4', '1.2.3.4'],
      ['2001:db8::1/128', '2001:0db8:0:0:0:0:0:1', '2001:db8::2'],
    ] as const) {
      const read = readNetwork(network) ?? assert.fail(network);
      assert.ok(isInside(read, inside), `${inside} in ${network}`);
      assert.ok(!isInside(read, outside), `${outside} in ${network}`);
    }
  });

  it('with bits beyond the mask, or none at all, are refused', () => {
    for (const text of [
      '10.0.0.1/8',
      '10.0.0.0/33',
      '256.0.0.1',
      '1.2.3',
      '01.2.3.4',
      'x',
      '',
      '::1::',
      '1:2:3:4:5:6:7:8:9',
      'fe80::/129',
      '::ffff:1.2.3.400',
      ':::',
      'g::1',
    ]) {
      assert.equal(readNetwork(text), null, text);
    }
    assert.equal(readAddress('1'.repeat(60)), null);
    assert.equal(readAddress('fe80::1%eth0')?.version, 6);
  });
});
