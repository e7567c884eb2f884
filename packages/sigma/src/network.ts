// SPDX-License-Identifier: Apache-2.0

/** A network: its address as one number, how many bits of it count, and whether it is of version 4 or 6. */
export interface Network {
  readonly version: 4 | 6;
  readonly address: bigint;
  readonly bits: number;
}

/** The number of an IPv4 or IPv6 address, or null. */
export function readAddress(text: string): { version: 4 | 6; address: bigint } | null {
  if (text.length > 45) return null;
  const four = readFour(text);
  if (four !== null) return { version: 4, address: BigInt(four) };
  const six = readSix(text);
  return six === null ? null : { version: 6, address: six };
}

function readFour(text: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1) ?? [];
  if (
    parts.length !== 4 ||
    parts.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith('0')))
  ) {
    return null;
  }
  return parts.reduce((address, part) => address * 256 + Number(part), 0);
}

function readSix(text: string): bigint | null {
  const zoneless = text.split('%', 1)[0] as string;
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(zoneless);
  const four = embedded === null ? null : readFour(embedded[2] as string);
  if (embedded !== null && four === null) return null;
  const whole =
    four === null
      ? zoneless
      : `${embedded?.[1]}${(four >>> 16).toString(16)}:${(four & 0xffff).toString(16)}`;
  const halves = whole.split('::');
  if (halves.length > 2) return null;
  const groupsOf = (half: string | undefined) => (half === undefined || half === '' ? [] : half.split(':'));
  const [head, tail] = [groupsOf(halves[0]), groupsOf(halves[1])];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<string>(Math.max(0, missing)).fill('0'), ...tail];
  if (groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return groups.reduce((address, group) => (address << 16n) | BigInt(Number.parseInt(group, 16)), 0n);
}

/** Reads a network such as `10.0.0.0/8`; null when it is none, or when bits beyond its mask are set. */
export function readNetwork(text: string): Network | null {
  const [, host = '', mask = ''] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const read = readAddress(host);
  if (read === null) return null;
  const width = read.version === 4 ? 32 : 128;
  const bits = mask === '' ? width : Number(mask);
  const rest = BigInt(width - bits);
  return bits > width || (read.address >> (rest < 0n ? 0n : rest)) << (rest < 0n ? 0n : rest) !== read.address
    ? null
    : { ...read, bits };
}

export function isInside(network: Network, text: string): boolean {
  const read = readAddress(text);
  if (read === null || read.version !== network.version) return false;
  const rest = BigInt((network.version === 4 ? 32 : 128) - network.bits);
  return read.address >> rest === network.address >> rest;
}
