// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type LogTransport, logTransports, type SealedLine } from '@belfry/contract';
import { createEngine, fieldAt, readRules, routeOfEvent } from '@belfry/sigma';
import fc from 'fast-check';
import { readLine } from '../index/row.ts';
import { readEntry } from '../normal-form/index.ts';
import { SourceZones } from '../receive/source-zones.ts';
import { eventOfEntry } from './event-of-entry.ts';
import { eventOfSample } from './event-of-sample.ts';

const source = '11111111-1111-4111-8111-111111111111';
const received = '2026-11-21T17:12:40.000000Z';
const receivedMs = Date.parse(received);
const zones = new SourceZones();

function lineOf(raw: Buffer, transport: LogTransport, more: Partial<SealedLine> = {}): SealedLine {
  const { format, parse } = readEntry(raw, { transport, receivedUs: receivedMs * 1_000, timeZone: null });
  return {
    ...{ v: 1, seq: 1, received, mono: '1', clock: 'synchronised', source, stream: 'technical' },
    ...{ transport, peer: '192.0.2.1', format, parse, salt: '' },
    ...(raw.equals(Buffer.from(raw.toString()))
      ? { raw: raw.toString() }
      : { raw64: raw.toString('base64') }),
    ...more,
  } as SealedLine;
}

const eventOf = (raw: string | Buffer | object, transport: LogTransport = 'syslog-tcp', more = {}) => {
  const bytes = Buffer.isBuffer(raw) ? raw : Buffer.from(typeof raw === 'string' ? raw : JSON.stringify(raw));
  return eventOfEntry(readLine(lineOf(bytes, transport, more), zones));
};
const fieldsOf = (...given: Parameters<typeof eventOf>) => eventOf(...given)?.fields ?? {};

/** Whether one rule finds an event. */
function isFound(detection: string, fields: Readonly<Record<string, unknown>>, logsource = 'product: linux') {
  const { problems, rules } = readRules(
    `title: R\nlogsource: {${logsource}}\ndetection: {s: ${detection}, condition: s}`,
  );
  assert.deepEqual(problems, []);
  return createEngine(rules).match(fields).length === 1;
}

const login =
  '<38>1 2026-11-21T17:12:36.5Z web1 sshd 12 - - Failed password for invalid user jan from 192.0.2.7 port 5 ssh2';

describe('eventOfEntry()', () => {
  it('gives a line its own words, and beneath them what was read of it', () => {
    const event = eventOf(login);
    const { fields } = event ?? {};
    assert.equal(fields?.['message'], 'Failed password for invalid user jan from 192.0.2.7 port 5 ssh2');
    assert.equal(fields['program'], 'sshd');
    assert.deepEqual(
      ['host', 'user', 'src_ip', 'outcome', 'event_class', 'method', 'source', 'stream'].map(
        (name) => fields[name],
      ),
      ['web1', 'jan', '192.0.2.7', 'failure', 'authentication', 'password', source, 'technical'],
    );
    assert.equal(event?.atMs, Date.parse('2026-11-21T17:12:36.500Z'));
    assert.deepEqual([event.receivedMs, event.source], [receivedMs, source]);
    const route = routeOfEvent(fields);
    assert.deepEqual(
      [route.product, route.services, route.categories],
      ['linux', ['syslog', 'sshd', 'auth'], ['authentication']],
    );
  });

  // Danger: `failure` and `authentication` are words of ours; a keyword must not find them in lines that never said so.
  it('looks for keywords in what was sent, and in nothing of ours', () => {
    const fields = fieldsOf(login);
    assert.ok(isFound("['invalid user']", fields));
    assert.ok(isFound("['sshd']", fields));
    for (const ours of ['authentication', 'failure', 'technical', source])
      assert.ok(!isFound(`['${ours}']`, fields), ours);
    assert.ok(isFound('{outcome: failure}', fields));
  });

  // Danger: a name of ours takes the place of one the sender wrote, and rules for that sender find nothing.
  it('leaves what was sent in its place, and spreads out a map that stands in the way', () => {
    const fields = fieldsOf(
      {
        user: { name: 'jan', roles: ['a', 'b'] },
        host: { name: 'h', os: { type: 'linux' } },
        source: { ip: '192.0.2.7' },
        event: { category: ['process'], type: ['start'] },
        process: { executable: '/bin/sh' },
        outcome: 'mine',
      },
      'elastic',
    );
    assert.equal(fieldAt(fields, 'user.name'), 'jan');
    assert.deepEqual(fieldAt(fields, 'user.roles'), ['a', 'b']);
    assert.equal(fieldAt(fields, 'host.os.type'), 'linux');
    assert.equal(fieldAt(fields, 'source.ip'), '192.0.2.7');
    assert.deepEqual(
      [fields['user'], fields['host'], fields['source'], fields['outcome']],
      ['jan', 'h', source, 'mine'],
    );
    assert.deepEqual(
      [routeOfEvent(fields).product, routeOfEvent(fields).categories[0]],
      ['linux', 'process_creation'],
    );
    assert.ok(
      isFound("{Image: '/bin/sh', user.name: jan, user.roles: b}", fields, 'category: process_creation'),
    );
    assert.equal(fieldsOf({ source: '/var/log/x' }, 'ndjson')['source.original'], '/var/log/x');
  });

  // Danger: a sender says which source it is, or what kind of event, and is believed.
  it('tells the source itself, whatever the sender says', () => {
    const fields = fieldsOf({ source: 'other', stream: 'desk', product: 'belfry' }, 'ndjson');
    assert.deepEqual([fields['source'], fields['stream']], [source, 'technical']);
    assert.notEqual(routeOfEvent(fields).product, 'belfry');
  });

  for (const [name, transport, raw, expected] of [
    [
      'JSON behind a header',
      'syslog-tcp',
      '<14>Nov 21 17:12:36 web1 app[1]: @cee: {"a":{"b":1}}',
      { 'a.b': 1, program: 'app', host: 'web1' },
    ],
    [
      'a line in a line',
      'syslog-tcp',
      '<13>Nov 21 17:12:40 relay file: Nov 21 17:12:36 web1 sshd[3]: hello',
      { message: 'hello', program: 'sshd', host: 'web1' },
    ],
    [
      'a line in a document',
      'ndjson',
      { log: 'Nov 21 17:12:36 web1 sshd[3]: hello', pod: 'p' },
      { program: 'sshd', pod: 'p', log: 'Nov 21 17:12:36 web1 sshd[3]: hello' },
    ],
    [
      'what its JSON holds',
      'ndjson',
      { message: '{"Image":"/bin/sh"}', pod: 'p' },
      { Image: '/bin/sh', pod: 'p' },
    ],
    [
      'an envelope of HEC',
      'hec',
      { time: 1, host: 'h', event: { a: 1, host: 'inner' }, fields: { b: 2 } },
      { a: 1, b: 2, host: 'inner' },
    ],
    [
      'a line of Loki',
      'loki',
      {
        ts: '1795281156000000000',
        line: '<14>Nov 21 17:12:36 w x: y',
        stream: { job: 'j' },
        metadata: { m: 'n' },
      },
      { message: 'y', program: 'x', job: 'j', m: 'n' },
    ],
    [
      'an entry of the journal',
      'journal',
      'MESSAGE=Failed password for root from 192.0.2.7 port 5 ssh2\nSYSLOG_IDENTIFIER=sshd\n_HOSTNAME=vm\n_UID=0\n',
      { program: 'sshd', host: 'vm', _UID: '0', outcome: 'failure', user: 'root' },
    ],
    [
      'CEF with labels',
      'syslog-udp',
      '<14>Nov 21 17:12:36 fw CEF:0|V|P|1|100|N|8|src=192.0.2.1 cs1Label=Rule Name cs1=deny all',
      { src: '192.0.2.1', 'Rule Name': 'deny all', DeviceVendor: 'V', DeviceEventClassID: '100' },
    ],
    [
      'LEEF',
      'syslog-udp',
      'LEEF:2.0|V|P|1|E|^|src=192.0.2.1^usrName=jan',
      { src: '192.0.2.1', usrName: 'jan', EventID: 'E' },
    ],
    [
      'pairs',
      'syslog-udp',
      '<189>date=2026-11-21 devid="FG1" subtype="system" action="Add"',
      { action: 'Add', devid: 'FG1' },
    ],
    [
      'auditd behind a header',
      'syslog-udp',
      '<14>Nov 21 17:12:36 w audispd: node=n type=EXECVE msg=audit(1795281156.123:42): argc=2 a0="curl" a1=2F78',
      { type: 'EXECVE', CommandLine: 'curl /x', host: 'w' },
    ],
    [
      'a question for a name',
      'syslog-udp',
      '<30>Nov 21 17:12:36 ns dnsmasq[3]: query[A] evil.example from 192.0.2.7',
      { query: 'evil.example', record_type: 'A', src_ip: '192.0.2.7' },
    ],
    [
      'what is in OTLP',
      'otlp',
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 's' } }] },
        logRecord: { body: { stringValue: 'hello' }, attributes: [{ key: 'a', value: { intValue: '5' } }] },
      },
      { message: 'hello', a: 5, 'service.name': 's' },
    ],
    [
      'structured data',
      'syslog-tls',
      '<14>1 2026-11-21T17:12:36Z w app - - [x@1 Channel="Security" EventID="4625"] text',
      { Channel: 'Security', EventID: '4625', message: 'text' },
    ],
  ] as const) {
    it(`reads ${name}`, () => {
      const fields = fieldsOf(raw, transport);
      for (const [field, value] of Object.entries(expected))
        assert.deepEqual(fieldAt(fields, field), value, field);
    });
  }

  it('takes the time an event tells, but neither from before clocks were set nor from the future', () => {
    const at = (time: string) => eventOf({ time }, 'ndjson')?.atMs;
    assert.equal(at('2026-11-18T17:12:40Z'), Date.parse('2026-11-18T17:12:40Z'));
    for (const never of ['1970-01-01T00:00:00Z', '2026-11-21T17:12:41Z', 'x'])
      assert.equal(at(never), receivedMs);
  });

  // Danger: words of an incident few may read come to findings that many may read.
  // Danger: a rule counts who does something at night, and tells everybody who reported a wrong.
  it('tells of our own record only who did what to what kind of thing, and nothing of reports and incidents', () => {
    const record = {
      ...{
        v: 1,
        id: 'secret-id',
        position: 7,
        event: 'person.changed',
        recordedAt: received,
        occurredAt: received,
      },
      actor: { kind: 'person', id: 'p1', name: 'secret name' },
      subject: { kind: 'person', id: 'secret', reference: 'secret' },
      ...{
        changes: [{ field: 'x', from: null, to: 'secret' }],
        text: 'secret',
        reason: 'secret',
      },
    };
    const fields = fieldsOf(record, 'outbox', { stream: 'desk' });
    assert.ok(!JSON.stringify(fields).includes('secret'));
    assert.deepEqual(
      [fields['event'], fields['actor.id'], fields['subject.kind']],
      ['person.changed', 'p1', 'person'],
    );
    assert.ok(isFound('{event: person.changed}', fields, 'product: belfry, service: desk'));
    for (const walled of [
      { ...record, incident: { id: 'secret', reference: 'INC-secret' } },
      { ...record, report: 'secret' },
      { ...record, event: 'whistleblowing.note_written' },
    ]) {
      assert.equal(eventOf(JSON.stringify(walled), 'outbox', { stream: 'desk' }), null);
    }
    assert.equal(
      eventOf('{"event":"record.goes_on","id":"x","position":1}', 'outbox', { stream: 'desk' }),
      null,
    );
    const alarm = eventOfSample(
      { event: 'log_alarm.raised', alarm: 'source_silent', about: 'web1' },
      { stream: 'desk', receivedMs },
    );
    assert.deepEqual([alarm?.fields['alarm'], alarm?.fields['about']], ['source_silent', 'web1']);
  });

  it('takes the first part of a long entry for the entry', () => {
    assert.equal(eventOf(login, 'syslog-tcp', { part: [2, 3] }), null);
    assert.notEqual(eventOf(login, 'syslog-tcp', { part: [1, 3] }), null);
  });

  // Danger: a line made for it takes hours, and detection stands still meanwhile.
  it('reads the longest entries of any shape', () => {
    for (const [start, repeated] of [
      ['1795281156.123 1 x T/200 1 GET u us ', '/'],
      ['type=EXECVE msg=audit(1364481363.243:24287): ', 'a0=4141 '],
      ['1.2.3.4 - - [17/May/2015:10:05:03 +0000] "', '\\"'],
      ['CEF:0|a|b|c|d|e|5|', 'aLabel=b '],
      ['<Event><System><EventID>1</EventID></System>', '<Data Name="a b"> '],
      ['', '{"message":"'],
      ['%', 'A_'],
      ['<14>Nov 21 17:12:36 w ', 'a=b '],
      ['', 'A=\n'],
    ] as const) {
      const raw = Buffer.from(start + repeated.repeat(Math.ceil(1_000_000 / repeated.length)));
      for (const transport of ['syslog-tcp', 'journal', 'hec'] as const) eventOf(raw, transport);
    }
  });

  // Danger: one line stops detection for everybody.
  it('never throws, whatever comes by whatever way, and nor does the engine', () => {
    const hostile = fc.oneof(
      fc.json().map((json) => json),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '{"__proto__":{"a":1},"constructor":{"prototype":1},"user":{"__proto__":1},"hasOwnProperty":1}',
        '{"host":{"toString":1},"source":{"valueOf":{"a":{"b":{"c":{"d":{"e":1}}}}}},"event":null}',
        `${'{"user":'.repeat(300)}1${'}'.repeat(300)}`,
        `{"message":${JSON.stringify(`{"message":${JSON.stringify('{"message":"{}"}')}}`)}}`,
        '<14>Nov 21 17:12:36 w a: <Event><System><EventID>1</EventID></System><EventData><Data Name="__proto__">x</Data>',
        'type=EXECVE msg=audit(1.2:3): a0=GG __proto__=1 constructor="x"',
        'CEF:0|a|b|c|d|e|f|__proto__=1 constructor=2 cs1Label=__proto__ cs1=3',
        '{"Event":{"System":null,"EventData":[]},"winlog":[],"EventData":"<Data"}',
        '{"logRecord":{"body":{"kvlistValue":{"values":[{"key":"__proto__","value":{"stringValue":"x"}}]}}}}',
        '{"a":"\\ud800","\\udfff":1}',
      ),
    );
    const { rules } = readRules(
      'title: R\nlogsource: {category: process_creation}\ndetection: {k: [x], s: {user.name|contains: a}, condition: k or s}',
    );
    const engine = createEngine(rules, { allSources: true });
    fc.assert(
      fc.property(hostile, fc.constantFrom(...logTransports), fc.boolean(), (raw, transport, isOld) => {
        const bytes = isOld ? Buffer.from(raw, 'latin1') : Buffer.from(raw);
        const event = eventOf(bytes, transport, transport === 'outbox' ? { stream: 'desk' } : {});
        if (event === null) return;
        engine.match(event.fields);
        assert.ok(Number.isSafeInteger(event.atMs) && event.atMs <= event.receivedMs);
        assert.equal(({} as Record<string, unknown>)['a'], undefined);
      }),
      { numRuns: 2_000 },
    );
  });
});
