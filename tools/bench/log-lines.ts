// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
/** Bytes of a line on average: real lines are mixed until they have so many. */
export const MEAN_LINE_BYTES = 300;
/** Lines of a mix: so many that a run repeats them seldom, so few that they fit in memory. */
const MIX_LINES = 40_000;
/** Longer ones are left out: a few of them would decide the mean. */
const LINE_BYTES_MAX = 8_000;

/** Whether the public lines lie beside the checkout; without them lines are made up. */
export const hasRealLines = existsSync(path.join(shared, 'elastic-examples'));

function linesIn(file: string, from = 'latin1' as BufferEncoding): string[] {
  return readFileSync(path.join(shared, file), from)
    .split('\n')
    .filter((line) => line.trim() !== '' && line.length <= LINE_BYTES_MAX);
}

/** Logins of a server, requests to a website and events of Windows as JSON, in turns: the same mix at each call. */
export function mixedLines(): Buffer[] {
  if (!hasRealLines) return Array.from({ length: MIX_LINES }, (_none, index) => Buffer.from(madeUp(index)));
  const logins = linesIn('elastic-examples/suspicious_login_auth.log');
  const requests = linesIn('elastic-examples/apache_access_combined.log');
  const events = readdirSync(path.join(shared, 'security-datasets'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => linesIn(path.join('security-datasets', name), 'utf8'));
  const lines: Buffer[] = [];
  let bytes = 0;
  const add = (from: readonly string[], at: number) => {
    const line = Buffer.from(from[at % from.length] ?? '');
    bytes += line.length;
    lines.push(line);
  };
  for (let at = 0, eventAt = 0; lines.length < MIX_LINES; at += 1) {
    add(at % 2 === 0 ? logins : requests, at >> 1);
    // An event of Windows is long: one comes when the mean allows it.
    if (bytes < lines.length * MEAN_LINE_BYTES - LINE_BYTES_MAX / 4) {
      // Neighbours in a file are alike: a stride that shares no factor with their number takes all of them once.
      add(events, eventAt * 37);
      eventAt += 1;
    }
  }
  return lines;
}

/** Lines of programs, all of 300 bytes: nearly none is anything a rule looks for, as on a usual day. */
export function plainLines(): Buffer[] {
  return Array.from({ length: MIX_LINES }, (_none, index) => {
    const host = `<${[30, 38, 78, 86][index % 4]}>Nov 22 10:00:00 host${index % 97}`;
    const said = [
      `sshd[${index}]: Accepted publickey for user${index % 700} from 198.51.100.${index % 250} port 5${index % 1000} ssh2: ED25519`,
      `nginx: 203.0.113.${index % 250} - - [22/Nov/2026:10:00:00 +0000] "GET /library/branch/${index % 400}?day=${index % 7} HTTP/1.1" 200 ${index}`,
      `CRON[${index}]: (backup) CMD (/usr/local/bin/copy-shares --share school${index % 60} --quiet)`,
      `dhcpd[${index % 90}]: DHCPACK on 10.4.${index % 200}.${index % 250} to 52:54:00:1a:${String(index % 90).padStart(2, '0')}:7e via vlan${index % 40}`,
    ][index % 4];
    return Buffer.from(`${host} ${said} `.padEnd(MEAN_LINE_BYTES - 1, 'x'));
  });
}

const NUMBER_DIGITS = 10;
/** Where a number fits into a line without making another kind of line of it, as what stands before and behind. */
const gaps: readonly RegExp[] = [/^(\{)(?=")()/, /^([^[]{0,200}\[)\d+(\]:)/, /^(.*) ?(")$/];

/**
 * The same lines again and again would be flagged as copies, and rules pass over copies: with a number in it each is
 * one of its own.
 */
export function numberedLine(line: Buffer): (number: number) => string {
  const text = line.toString('latin1');
  const isJson = text.startsWith('{"');
  const found = gaps.map((gap) => gap.exec(text)).find((match) => match !== null);
  const before = found == null ? `${text} ` : `${found[1]}${isJson ? '"bench":"' : ''}`;
  const after =
    found == null ? '' : `${isJson ? '",' : ''}${found[2]}${text.slice(found.index + found[0].length)}`;
  return (number) => `${before}${String(number).padStart(NUMBER_DIGITS, '0')}${after}`;
}

function madeUp(index: number): string {
  const head = `<13>Nov 22 10:00:00 web${index % 40} sshd[${index}]: Failed password for invalid user admin${index % 700} from 192.0.2.${index % 250} port 52211 `;
  return head.padEnd(MEAN_LINE_BYTES - 1, 'x');
}
