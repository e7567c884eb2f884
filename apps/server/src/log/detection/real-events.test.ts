// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { LogTransport } from '@belfry/contract';
import { createEngine, type Engine, fieldsOfEvent, readRules } from '@belfry/sigma';
import { eventOfSample } from './event-of-sample.ts';

const data = new URL('../../../../../../shared/data/', import.meta.url).pathname;
const isThere = existsSync(join(data, 'sigma-rules'));
const receivedMs = Date.UTC(2026, 10, 21, 17, 12, 40);

type Fields = Readonly<Record<string, unknown>>;

function filesUnder(directory: string, end: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .sort()
    .map((name) => join(directory, name));
}

const systemNames = new Set(
  'Provider_Name Provider_Guid EventID Version Level Task Opcode Keywords TimeCreated_SystemTime EventRecordID Correlation Correlation_ActivityID Execution_ProcessID Execution_ThreadID Channel Computer Security_UserID'.split(
    ' ',
  ),
);
const dataOf = (event: Fields) =>
  Object.fromEntries(Object.entries(event).filter(([name]) => !systemNames.has(name)));
const of = (event: Fields, name: string) => event[name];
const xml = (value: unknown) =>
  String(value ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
const any = (value: unknown): unknown =>
  typeof value === 'number'
    ? { intValue: String(value) }
    : typeof value === 'boolean'
      ? { boolValue: value }
      : typeof value === 'string'
        ? { stringValue: value }
        : Array.isArray(value)
          ? { arrayValue: { values: value.map(any) } }
          : value === null
            ? {}
            : { kvlistValue: { values: pairs(value as Fields) } };
const pairs = (fields: Fields) => Object.entries(fields).map(([key, value]) => ({ key, value: any(value) }));
const otlp = (body: unknown, attributes: Fields = {}) => ({
  resource: { attributes: pairs({ 'host.name': 'w1' }) },
  scope: {},
  logRecord: { body: any(body), attributes: pairs(attributes) },
});
const evtx = (event: Fields) => ({
  Event: {
    '#attributes': { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
    System: {
      Provider: {
        '#attributes': { Name: of(event, 'Provider_Name'), Guid: of(event, 'Provider_Guid') },
      },
      ...Object.fromEntries(
        ['EventID', 'Level', 'Channel', 'Computer', 'EventRecordID', 'Task', 'Opcode'].map((name) => [
          name,
          event[name],
        ]),
      ),
    },
    EventData: dataOf(event),
  },
});
const nxlog = ({ Computer, Provider_Name, ...event }: Fields) => ({
  EventTime: '2026-11-21 17:12:36',
  Hostname: Computer,
  Severity: 'INFO',
  SourceName: Provider_Name,
  SourceModuleName: 'eventlog',
  ...event,
  Provider_Name,
});
const beats = (event: Fields) => ({
  '@timestamp': '2026-11-21T17:12:36.000Z',
  agent: { type: 'winlogbeat' },
  ecs: { version: '8.0.0' },
  host: { name: event['Computer'], os: { type: 'windows' } },
  log: { level: 'information' },
  winlog: {
    channel: event['Channel'],
    event_id: String(event['EventID']),
    provider_name: event['Provider_Name'],
    computer_name: event['Computer'],
    event_data: dataOf(event),
  },
});
const inSyslog = (json: unknown) => `<14>1 2026-11-21T17:12:36Z pc1 nxlog 12 - - ${JSON.stringify(json)}`;

/** How events of Windows reach us: what sends them, by which way, and as what. */
const ways: Readonly<Record<string, readonly [LogTransport, (event: Fields) => unknown]>> = {
  'NXLog, as lines of JSON': ['ndjson', nxlog],
  'NXLog, in syslog': ['syslog-tcp', (event) => inSyslog(nxlog(event))],
  'NXLog, in syslog of the old kind': [
    'relp',
    (event) => `<14>Nov 21 17:12:36 pc1 nxlog[12]: ${JSON.stringify(nxlog(event))}`,
  ],
  'Winlogbeat, by _bulk': ['elastic', beats],
  'evtx_dump, as lines of JSON': ['ndjson', evtx],
  'the event, by HEC': ['hec', (event) => ({ time: 1_795_281_156, host: 'pc1', event })],
  'XML, by HEC': ['hec', (event) => ({ host: 'pc1', sourcetype: 'XmlWinEventLog', event: asXml(event) })],
  'XML, in syslog': ['syslog-tls', (event) => `<14>Nov 21 17:12:36 pc1 agent: ${asXml(event)}`],
  'JSON, by Loki': [
    'loki',
    (event) => ({
      ts: '1795281156000000000',
      line: JSON.stringify(nxlog(event)),
      stream: { job: 'windows' },
    }),
  ],
  'JSON as text, by OTLP': ['otlp', (event) => otlp(JSON.stringify(nxlog(event)))],
  'a map, by OTLP': ['otlp', (event) => otlp(nxlog(event))],
  'attributes, by OTLP': ['otlp', (event) => otlp('An event', nxlog(event))],
  'the collector of OpenTelemetry': [
    'otlp',
    (event) =>
      otlp({
        channel: event['Channel'],
        computer: event['Computer'],
        event_id: { id: event['EventID'], qualifiers: 0 },
        provider: { name: event['Provider_Name'], guid: event['Provider_Guid'] },
        level: 'Information',
        system_time: '2026-11-21T17:12:36Z',
        event_data: dataOf(event),
      }),
  ],
};

function asXml(event: Fields): string {
  const said = Object.entries(dataOf(event)).map(([name, value]) =>
    value === null ? `<Data Name='${name}'/>` : `<Data Name='${name}'>${xml(value)}</Data>`,
  );
  return (
    `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>` +
    `<Provider Name='${event['Provider_Name']}' Guid='{x}'/><EventID>${event['EventID']}</EventID>` +
    `<Level>4</Level><Channel>${event['Channel']}</Channel><Computer>${event['Computer']}</Computer></System>` +
    `<EventData>${said.join('')}</EventData></Event>`
  );
}

describe('real events, through the path of entries', { skip: isThere ? false : 'no shared data' }, () => {
  let engine: Engine;
  before(() => {
    const rules = filesUnder(join(data, 'sigma-rules'), '.yml').flatMap(
      (path) => readRules(readFileSync(path, 'utf8')).rules,
    );
    engine = createEngine(rules);
  });
  const hits = (fields: Fields) => engine.match(fields).map(({ id }) => id);

  const samples = isThere
    ? readFileSync(join(data, 'sigma-regression/events.ndjson'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { rule_id: string; event: Fields })
    : [];

  // Danger: a rule finds what it was written for in a test, and nothing once a shipper has wrapped the event.
  for (const [name, [transport, wrapped]] of Object.entries(ways)) {
    it(`samples of rules fire them: ${name}`, () => {
      const fired = new Set<string>();
      const others: string[] = [];
      for (const { event, rule_id } of samples) {
        const expected = hits(fieldsOfEvent(event));
        const found = eventOfSample(wrapped(event), { transport, receivedMs });
        const got = found === null ? [] : hits(found.fields);
        if (got.includes(rule_id)) fired.add(rule_id);
        if (String(got) !== String(expected)) others.push(`${rule_id}: ${expected} but ${got}`);
      }
      assert.deepEqual(others.slice(0, 3), []);
      assert.equal(fired.size, new Set(samples.map((sample) => sample.rule_id)).size);
    });
  }

  // Danger: what we add to an event makes a rule fire that has nothing to do with it, or keeps one from firing.
  it('events of attacks hit the same rules as they do without us', (context) => {
    let [events, found] = [0, 0];
    const others: string[] = [];
    for (const path of filesUnder(join(data, 'security-datasets/atomic'), '.json').concat(
      filesUnder(join(data, 'security-datasets/compound'), '.json'),
    )) {
      for (const line of readFileSync(path, 'utf8').split('\n')) {
        if (!line.startsWith('{')) continue;
        events += 1;
        const expected = hits(fieldsOfEvent(JSON.parse(line)));
        const got = hits(eventOfSample(line, { transport: 'ndjson', receivedMs })?.fields ?? {});
        if (expected.length > 0) found += 1;
        if (String(got) !== String(expected)) others.push(`${path}: ${expected} but ${got}`);
      }
    }
    assert.deepEqual(others.slice(0, 3), []);
    assert.ok(found > 0 && events > found, `${found} of ${events}`);
    context.diagnostic(`${found} of ${events} events hit`);
  });
});
