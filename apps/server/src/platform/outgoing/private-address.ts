// SPDX-License-Identifier: Apache-2.0
import { BlockList, isIP } from 'node:net';

/**
 * Addresses that lead into this machine or its network (IANA special-purpose registries, RFC 6890): whoever may name
 * an address to send to must not reach what only this machine can.
 */
const inside = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  inside.addSubnet(network, bits, 'ipv4');
}
/** Of IPv6 only what is given out for the world (2000::/3) leads outside. */
const outside6 = new BlockList();
outside6.addSubnet('2000::', 3, 'ipv6');
/** Parts of it that carry an IPv4 address inside, or are documentation: 6to4, Teredo. */
const inside6 = new BlockList();
inside6.addSubnet('2001::', 23, 'ipv6');
inside6.addSubnet('2001:db8::', 32, 'ipv6');
inside6.addSubnet('2002::', 16, 'ipv6');

/** Whether an address leads inside. What is no address does. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return inside.check(address, 'ipv4');
  if (family === 6) return !outside6.check(address, 'ipv6') || inside6.check(address, 'ipv6');
  return true;
}
