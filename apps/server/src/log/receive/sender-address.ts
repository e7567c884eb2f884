// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { uuidOf } from '../../platform/clock/uuid-bytes.ts';

/** An IPv4 address stands among IPv6 ones as `::ffff:a.b.c.d`, so one table holds both. */
const MAPPED = 0xffff_0000_0000n;
const WIDTH = 128;

/** @returns the address as 128 bits; null for what is no address. A zone such as `%eth0` is left out. */
export function addressBits(text: string): bigint | null {
  const plain = text.split('%', 1)[0] ?? '';
  switch (isIP(plain)) {
    case 4:
      return MAPPED | dotted(plain);
    case 6:
      return colons(plain);
    default:
      return null;
  }
}

function dotted(text: string): bigint {
  return text.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function colons(text: string): bigint {
  const lastColon = text.lastIndexOf(':');
  const tail = text.slice(lastColon + 1);
  let words = text;
  if (tail.includes('.')) {
    const bits = dotted(tail);
    words = `${text.slice(0, lastColon + 1)}${(bits >> 16n).toString(16)}:${(bits & 0xffffn).toString(16)}`;
  }
  const [head = '', rest] = words.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = rest === undefined || rest === '' ? [] : rest.split(':');
  const zeros = rest === undefined ? 0 : 8 - left.length - right.length;
  const all = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return all.reduce((bits, word) => (bits << 16n) | BigInt(`0x${word}`), 0n);
}

/** One spelling an address: IPv4 with dots, whichever socket it came through, and IPv6 whole and in lower case. */
export function plainAddress(text: string): string {
  const bits = addressBits(text);
  if (bits === null) return text;
  if (bits >> 32n === 0xffffn) {
    return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 0xffn)).join('.');
  }
  return Array.from({ length: 8 }, (_, word) =>
    ((bits >> BigInt(112 - 16 * word)) & 0xffffn).toString(16),
  ).join(':');
}

export interface Network {
  /** Leading bits that count, of 128. */
  readonly prefix: number;
  /** Those bits. */
  readonly bits: bigint;
}

/** Reads an address or a network in CIDR form; null for what is neither. Bits beyond the prefix do not count. */
export function readNetwork(text: string): Network | null {
  const [address = '', length, ...more] = text.trim().split('/');
  const bits = addressBits(address);
  if (bits === null || more.length > 0) return null;
  const width = isIP(address) === 4 ? 32 : WIDTH;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return null;
  const wanted = length === undefined ? width : Number(length);
  if (wanted > width) return null;
  const prefix = WIDTH - width + wanted;
  return { prefix, bits: leadingBits(bits, prefix) };
}

export function leadingBits(bits: bigint, prefix: number): bigint {
  return bits >> BigInt(WIDTH - prefix);
}

/**
 * The identifier of a sender nobody knows, made from its address: the same after a restart, on a standby, and while no
 * database can be asked. A UUID of version 8 (RFC 9562).
 */
export function unknownSenderId(address: string): string {
  const bytes = createHash('sha256').update(`belfry unknown sender\0${address}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidOf(bytes);
}
