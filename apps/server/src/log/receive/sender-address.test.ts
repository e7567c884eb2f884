// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressBits, leadingBits, plainAddress, readNetwork, unknownSenderId } from './sender-address.ts';

test('addressBits() reads every spelling of an address alike', () => {
  const same = ['::ffff:192.0.2.1', '192.0.2.1', '0:0:0:0:0:ffff:c000:0201', '::FFFF:C000:201'];
  assert.equal(new Set(same.map(addressBits)).size, 1);
  assert.equal(addressBits('fe80::1%eth0'), addressBits('fe80:0:0:0:0:0:0:1'));
  assert.equal(addressBits('::'), 0n);
  assert.equal(addressBits('1::'), 1n << 112n);
  for (const text of ['', 'host', '1.2.3', '1.2.3.256', ':::', '1:2']) assert.equal(addressBits(text), null);
});

test('plainAddress() has one spelling', () => {
  assert.equal(plainAddress('::ffff:10.0.0.1'), '10.0.0.1');
  assert.equal(plainAddress('2001:DB8::1'), '2001:db8:0:0:0:0:0:1');
  assert.equal(plainAddress('others'), 'others');
});

test('readNetwork() takes addresses and CIDR, and refuses what is neither', () => {
  const holds = (network: string, address: string) => {
    const { bits, prefix } = readNetwork(network) ?? { bits: -1n, prefix: 0 };
    return leadingBits(addressBits(address) ?? 0n, prefix) === bits;
  };
  assert.ok(holds('192.0.2.77/24', '192.0.2.1'));
  assert.ok(!holds('192.0.2.0/24', '192.0.3.1'));
  assert.ok(holds('0.0.0.0/0', '203.0.113.5'));
  assert.ok(!holds('0.0.0.0/0', '2001:db8::1'));
  assert.ok(holds('::/0', '203.0.113.5'));
  assert.ok(holds('192.0.2.7', '192.0.2.7'));
  for (const text of ['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'example.org', '::/129']) {
    assert.equal(readNetwork(text), null);
  }
});

test('unknownSenderId() is a UUID that an address has for ever', () => {
  assert.equal(unknownSenderId('192.0.2.1'), unknownSenderId('192.0.2.1'));
  assert.notEqual(unknownSenderId('192.0.2.1'), unknownSenderId('192.0.2.2'));
  assert.match(
    unknownSenderId('192.0.2.1'),
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});
