// SPDX-License-Identifier: Apache-2.0
import { BlockList, isIPv4, isIPv6 } from 'node:net';

export type IndicatorType = 'ipv4' | 'ipv6' | 'domain' | 'url' | 'md5' | 'sha1' | 'sha256';

/** What an attacker used, as others may look for it. */
export interface Indicator {
  readonly type: IndicatorType;
  readonly value: string;
}

/** Why something stays at home: it is of one's own house, or names a person. */
export type LeftOutBecause = 'internal_address' | 'own_domain' | 'internal_name' | 'personal';

export interface Indicators {
  readonly kept: readonly Indicator[];
  readonly leftOut: readonly { readonly value: string; readonly because: LeftOutBecause }[];
}

const internal = new BlockList();
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  internal.addSubnet(address, bits, 'ipv4');
}
for (const [address, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  internal.addSubnet(address, bits, 'ipv6');
}

const INTERNAL_NAMES = /(^|\.)(local|localdomain|localhost|internal|intranet|lan|corp|home|private|arpa)$/;
const DOMAIN = /^(?=.{4,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;
/** Names of files look like domains; what ends so is none that anybody registers. */
const FILE_ENDING =
  /\.(exe|dll|sys|ps1|bat|cmd|vbs|js|jar|zip|rar|7z|docx?|xlsx?|pdf|txt|log|lnk|iso|img|tmp|php|html?|png|jpe?g)$/;
const HASHES: Readonly<Record<number, IndicatorType>> = { 32: 'md5', 40: 'sha1', 64: 'sha256' };
const CANDIDATES_MAX = 2_000;

/**
 * Reads indicators out of a text and leaves at home what tells of the house: internal addresses, own and internal
 * names, and whatever names a person. Words that are no indicator are not carried at all.
 */
export function indicatorsIn(text: string, ownDomains: readonly string[]): Indicators {
  const kept = new Map<string, Indicator>();
  const leftOut = new Map<string, LeftOutBecause>();
  for (const word of wordsOf(text)) {
    const found = read(word, ownDomains);
    if (found === null) continue;
    if ('because' in found) leftOut.set(found.value, found.because);
    else kept.set(`${found.type} ${found.value}`, found);
  }
  return {
    kept: [...kept.values()],
    leftOut: [...leftOut].map(([value, because]) => ({ value, because })),
  };
}

/** People write addresses so that nobody clicks on them: `hxxp://evil[.]example`. */
function wordsOf(text: string): string[] {
  return text
    .replaceAll(/\[(\.|:|:\/\/|@)\]|\((\.)\)|\{(\.)\}/g, (_all, a, b, c) => a ?? b ?? c)
    .replaceAll(/\[(dot|at)\]|\((dot|at)\)/gi, (all) => (all.toLowerCase().includes('dot') ? '.' : '@'))
    .replaceAll(/\bhxxp(s?):/gi, 'http$1:')
    .split(/[\s,;|<>"'`()]+/)
    .map((word) => word.replace(/[.:!?\]]+$/, '').replace(/^\[/, ''))
    .filter((word) => word.length >= 3 && word.length <= 2_048)
    .slice(0, CANDIDATES_MAX);
}

type Read = Indicator | { readonly value: string; readonly because: LeftOutBecause } | null;

function read(word: string, ownDomains: readonly string[]): Read {
  const lower = word.toLowerCase();
  if (/^https?:\/\//.test(lower)) return readUrl(word, ownDomains);
  if (/^[^@\s]+@[^@\s]+\.[a-z]+$/.test(lower)) return { value: word, because: 'personal' };
  if (/^[0-9a-f]+$/.test(lower) && HASHES[lower.length] !== undefined) {
    return { type: HASHES[lower.length] ?? 'md5', value: lower };
  }
  const address = lower.replace(/^(\d+\.\d+\.\d+\.\d+)(:\d+|\/\d+)$/, '$1');
  if (isIPv4(address) || isIPv6(address)) return readAddress(address);
  if (!DOMAIN.test(lower) || FILE_ENDING.test(lower)) {
    return INTERNAL_NAMES.test(lower) && /^[a-z0-9.-]+$/.test(lower) && lower.includes('.')
      ? { value: lower, because: 'internal_name' }
      : null;
  }
  return readDomain(lower, ownDomains);
}

function readAddress(value: string): Read {
  const isV4 = isIPv4(value);
  if (internal.check(value, isV4 ? 'ipv4' : 'ipv6')) return { value, because: 'internal_address' };
  return { type: isV4 ? 'ipv4' : 'ipv6', value };
}

function readDomain(value: string, ownDomains: readonly string[]): Read {
  if (INTERNAL_NAMES.test(value)) return { value, because: 'internal_name' };
  const isOwn = ownDomains.some((own) => value === own || value.endsWith(`.${own}`));
  return isOwn ? { value, because: 'own_domain' } : { type: 'domain', value };
}

function readUrl(word: string, ownDomains: readonly string[]): Read {
  const url = URL.parse(word);
  if (url === null) return null;
  // A link of a phishing mail often carries the address of whom it was sent to.
  if (/@|%40/.test(word)) return { value: word, because: 'personal' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const checked = isIPv4(host) || isIPv6(host) ? readAddress(host) : readDomain(host, ownDomains);
  return checked !== null && 'because' in checked
    ? { value: word, because: checked.because }
    : { type: 'url', value: url.href };
}
