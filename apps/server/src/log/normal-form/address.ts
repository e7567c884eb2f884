// SPDX-License-Identifier: Apache-2.0

/** Longest text that can be an address: IPv6 with an embedded IPv4, a zone, brackets and a port. */
const charactersMax = 80;

/** An IP address as the index wants it: without brackets, zone and port; IPv4 in IPv6 is IPv4. Null when it is none. */
export function addressIn(text: string): string | null {
  if (text.length < 2 || text.length > charactersMax) return null;
  if (text.charCodeAt(0) === 91) {
    const close = text.indexOf(']');
    return close < 0 ? null : addressIn(text.slice(1, close));
  }
  if (isIpv4(text)) return text;
  const firstColon = text.indexOf(':');
  if (firstColon < 0) return null;
  if (firstColon === text.lastIndexOf(':')) {
    const before = text.slice(0, firstColon);
    return isIpv4(before) && /^\d{1,5}$/.test(text.slice(firstColon + 1)) ? before : null;
  }
  const zone = text.indexOf('%');
  const plain = (zone < 0 ? text : text.slice(0, zone)).toLowerCase();
  if (!isIpv6(plain)) return null;
  return plain.startsWith('::ffff:') && isIpv4(plain.slice(7)) ? plain.slice(7) : plain;
}

function isIpv4(text: string): boolean {
  if (text.length < 7 || text.length > 15) return false;
  let parts = 0;
  let value = -1;
  for (let index = 0; index <= text.length; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit >= 0 && digit <= 9) {
      // A leading zero is read as octal by some and as decimal by others: it names no one address.
      if (value === 0) return false;
      value = value < 0 ? digit : value * 10 + digit;
      if (value > 255) return false;
    } else {
      if (value < 0 || (index < text.length && digit !== -2)) return false;
      parts += 1;
      value = -1;
    }
  }
  return parts === 4;
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  const isMixed = last?.includes('.') === true;
  if (isMixed && (!isIpv4(last) || text.endsWith('::'))) return false;
  const plain = isMixed ? groups.slice(0, -1) : groups;
  const count = plain.length + (isMixed ? 2 : 0);
  if (!plain.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? count <= 7 : count === 8;
}
