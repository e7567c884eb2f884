// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { describe, it } from 'node:test';
import { type LogTransport, lineFormats, logFields, logTransports, parseStates } from '@belfry/contract';
import fc from 'fast-check';
import { logLimits } from '../log-limits.ts';
import type { Attribute, Read } from './normal-form.ts';
import { readEntry, readState } from './read-entry.ts';

const hints = { transport: 'syslog-tcp' as LogTransport, receivedUs: 1.79e15, timeZone: 'Europe/Brussels' };
const structured = '<34>1 2026-11-21T17:12:36.730808+00:00 h a - - ';
const forwarded = '<34>2026-11-21T17:12:36.730808+00:00 h ';
const cef = 'CEF:0|a|b|c|d|e|5|';
const audit = 'type=X msg=audit(1364481363.243:24287): ';

/** A line that each reader takes to its end: what is changed from there on reaches every branch. */
const seeds: readonly (readonly [LogTransport, string])[] = [
  ['syslog-udp', `${structured.slice(0, -2)}ID4 [x@1 iut="3" e="A\\]\\"p"][b@1] \ufefftext é`],
  ['syslog-udp', '<189>45: router1: *Mar  1 18:46:11.123 UTC: %SYS-5-CONFIG_I: Configured'],
  ['syslog-udp', '<35>Nov 21 17:12:36 vm sudo:  jan : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/id'],
  ['relp', `${forwarded}sshd[12]: Failed password for invalid user x y from 192.0.2.1 port 22 ssh2`],
  [
    'relp',
    `${forwarded}sshd[1]: pam_unix(sshd:auth): authentication failure; uid=0 rhost=192.0.2.1  user=jan`,
  ],
  ['relp', `${forwarded}useradd[1]: new user: name=jan, UID=1001, GID=1001, home=/home/jan`],
  [
    'syslog-tls',
    `<35>Nov 21 17:12:36 h ${cef}src=10.0.0.1 msg=a \\= b\\n rt=1795277556000 act=deny cs1Label=x cs1=y`,
  ],
  ['syslog-tls', 'LEEF:2.0|a|b|1|login|x5E|src=10.0.0.1^usrName=jan^devTime=Nov 21 2026 17:12:36^sev=8'],
  ['syslog-tls', 'LEEF:1.0|a|b|1|login|src=10.0.0.1\tusrName=jan\tsev=8'],
  ['ndjson', `node=h ${audit}comm="cat" proctitle=636174002F msg='op=login acct="root" res=failed'`],
  ['ndjson', '192.0.2.7 - jan [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 404 12 "http://x/" "M (X)"'],
  ['ndjson', 'date=2026-01-02 srcip=1.2.3.4 dstip=5.6.7.8 action="de\\"ny" user=jan'],
  [
    'elastic',
    '{"@timestamp":"2026-11-21T17:12:36Z","user":{"name":"jan"},"source":{"ip":"::1"},"l":[1,{"a":[]}]}',
  ],
  [
    'elastic',
    '{"winlog":{"event_id":4625,"channel":"Security","event_data":{"IpAddress":"::ffff:10.0.0.1"}},"message":"x"}',
  ],
  [
    'hec',
    '{"time":1795277556.5,"host":"h","event":{"Event":{"System":{"EventID":{"#text":1}},"EventData":{"a":1}}}}',
  ],
  [
    'hec',
    '{"Channel":"Security","EventID":"4624","EventData":"<EventData><Data Name=\\"Image\\">a&amp;b</Data>"}',
  ],
  ['loki', '{"stream":{"app":"x"},"ts":"1795277556000000000","line":"level=info msg=hi user=jan"}'],
  [
    'otlp',
    '{"resource":{"attributes":[]},"logRecord":{"timeUnixNano":"1795277556000000000","body":{"stringValue":"x"},"attributes":[{"key":"k","value":{"kvlistValue":{"values":[{"key":"a","value":{"intValue":"1"}}]}}}]}}',
  ],
  [
    'journal',
    'MESSAGE=x\nPRIORITY=6\n_HOSTNAME=vm\nBIN\n\u0002\0\0\0\0\0\0\0ab\n__REALTIME_TIMESTAMP=1795277556000000\n\n',
  ],
  [
    'outbox',
    '{"v":1,"position":12,"event":"incident.declared","recordedAt":"2026-11-22T01:00:00Z","actor":{"kind":"person"}}',
  ],
];

/** Bytes with a meaning to some reader, and some with none. */
const spice = Buffer.from(
  '<>[]{}"\'\\|=:, \t\n\r\0^%-.;&#/@0129azAZ\x1d\x7f\xff\xc3\xa9\xf0\xed\xa0',
  'latin1',
);

/** Numbers that look random and follow from their seed, so that a failure can be had again. */
function following(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Changes some bytes of a line: replaces, removes, doubles, or cuts it off. */
function mutated(line: Buffer, next: (below: number) => number): Buffer {
  let bytes = Buffer.from(line);
  for (let change = 0; change <= next(4); change += 1) {
    const at = next(bytes.length + 1);
    const verb = next(5);
    if (verb === 0) bytes = bytes.subarray(0, at);
    else if (verb === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + next(8))]);
    else if (verb === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(next(at + 1))]);
    else if (at < bytes.length) bytes[at] = verb === 3 ? (spice[next(spice.length)] ?? 0) : next(256);
  }
  return bytes;
}

const texts = logFields
  .filter((field) => field.kind === 'text' || field.kind === 'word')
  .map((field) => field.name);

/** What is so of every entry, whatever its bytes. */
function check(read: Read): void {
  const { format, parse, fields } = read;
  assert.ok(lineFormats.includes(format) && parseStates.includes(parse));
  assert.ok(fields.time === null || (Number.isSafeInteger(fields.time) && fields.timeQuality !== 'none'));
  for (const address of [fields.srcIp, fields.dstIp])
    assert.ok(address === null || isIP(address) > 0, address ?? '');
  for (const port of [fields.srcPort, fields.dstPort])
    assert.ok(port === null || (port >= 0 && port <= 65_535));
  assert.ok(fields.severity === null || (fields.severity >= 0 && fields.severity <= 7));
  for (const name of texts) {
    const value = fields[name];
    assert.ok(value === null || (typeof value === 'string' && value.isWellFormed()), name);
    assert.ok(name === 'message' || (value ?? '').length <= logLimits.fieldCharactersMax + 1, name);
  }
  assert.ok(countNames(fields.attributes, 0) <= 3 * logLimits.attributeNamesMax + 100);
}

/** Names and items of attributes, however deep, which also says that they are well-formed and not too deep. */
function countNames(value: Attribute, depth: number): number {
  assert.ok(depth <= logLimits.attributeDepthMax + 2);
  if (typeof value === 'string') {
    assert.ok(value.isWellFormed() && value.length <= logLimits.attributeCharactersMax + 1);
  }
  if (typeof value !== 'object' || value === null) return 1;
  assert.ok(Object.keys(value).every((name) => name.isWellFormed()));
  return Object.values(value).reduce(
    (sum: number, inner) => sum + countNames(inner as Attribute, depth + 1),
    1,
  );
}

/** Danger: a log sealed with another state than its readers find names each of its own lines as forged. */
function checkState(bytes: Uint8Array, transport: LogTransport): Read {
  const read = readEntry(bytes, { ...hints, transport });
  const { format, parse, fields } = read;
  const { time, timeQuality } = fields;
  const state = readState(bytes, { ...hints, transport });
  const isSame = state.format === format && state.parse === parse && state.time === time;
  assert.ok(isSame && state.timeQuality === timeQuality, Buffer.from(bytes).toString('latin1'));
  return read;
}

const rounds = 50;
const linesARound = 2_000;

describe('hostile entries', () => {
  for (const [transport, line] of seeds) {
    it(`are read and left as they came: ${rounds * linesARound} changes of ${transport} ${line.slice(0, 40)}`, () => {
      const seed = Buffer.from(line);
      check(checkState(seed, transport));
      fc.assert(
        fc.property(fc.integer({ min: 1 }), (start) => {
          const next = following(start);
          for (let count = 0; count < linesARound; count += 1) {
            const bytes = mutated(seed, next);
            const before = bytes.toString('latin1');
            // One in four: reading twice takes twice as long.
            check(count % 4 === 0 ? checkState(bytes, transport) : readEntry(bytes, { ...hints, transport }));
            if (bytes.toString('latin1') !== before) assert.fail('The raw bytes were changed');
          }
        }),
        { numRuns: rounds, endOnFailure: true },
      );
    });
  }

  it('of any bytes are read by every transport', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(...logTransports),
        (bytes, transport) => {
          check(checkState(bytes, transport));
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('of any JSON are read by every transport, and reach no prototype', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(...logTransports), (text, transport) => {
        check(checkState(Buffer.from(text), transport));
        check(checkState(Buffer.from(`{"a":${text},"\\ud800":"\\udfff"}`), transport));
      }),
      { numRuns: 3_000 },
    );
    const read = readEntry(
      Buffer.from('{"__proto__":{"polluted":1},"constructor":2,"a":{"__proto__":3}}'),
      hints,
    );
    assert.equal(Object.getPrototypeOf(read.fields.attributes), Object.prototype);
    assert.equal(({} as { polluted?: number }).polluted, undefined);
    assert.ok(Object.hasOwn(read.fields.attributes, '__proto__'));
  });
});
