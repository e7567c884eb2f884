// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { windowsFields } from './event-windows.ts';

const login = { Channel: 'Security', EventID: 4625, TargetUserName: 'jan' };

describe('windowsFields()', () => {
  for (const [name, raw] of [
    [
      'evtx_dump',
      { Event: { System: { Channel: 'Security', EventID: 4625 }, EventData: { TargetUserName: 'jan' } } },
    ],
    [
      'an event without its outermost element',
      { System: { Channel: 'Security', EventID: 4625 }, EventData: { TargetUserName: 'jan' } },
    ],
    ['Beats', { winlog: { channel: 'Security', event_id: 4625, event_data: { TargetUserName: 'jan' } } }],
    [
      'Beats, flattened',
      { 'winlog.channel': 'Security', 'winlog.event_id': 4625, 'winlog.event_data.TargetUserName': 'jan' },
    ],
    ['an agent of Azure', { EventLog: 'Security', EventID: 4625, EventData: '{"TargetUserName":"jan"}' }],
    ['data beside', { Channel: 'Security', EventID: 4625, EventData: { TargetUserName: 'jan' } }],
    [
      'the collector of OpenTelemetry',
      { channel: 'Security', event_id: { id: 4625, qualifiers: 0 }, event_data: { TargetUserName: 'jan' } },
    ],
    [
      'that collector, its data as a list',
      { channel: 'Security', event_id: { id: 4625 }, event_data: { data: [{ TargetUserName: 'jan' }] } },
    ],
  ] as const) {
    it(`reads ${name}`, () => {
      const fields = windowsFields(raw) ?? {};
      for (const [field, value] of Object.entries(login)) assert.equal(fields[field], value, field);
    });
  }

  it('leaves what has those names, and what is no such event', () => {
    for (const raw of [
      login,
      {},
      { System: 1 },
      { channel: 'x', event_id: 4 },
      { EventData: 'x' },
      { EXECVE: {} },
    ])
      assert.equal(windowsFields(raw), null, JSON.stringify(raw));
  });

  it('puts a command line together from the document of an audit event', () => {
    assert.equal(
      windowsFields({ ID: '1:2', EXECVE: { argv: ['curl', '-o', 'x'] } })?.['CommandLine'],
      'curl -o x',
    );
  });

  // Danger: data inside an event say which event it is.
  it('lets no data take the place of what the event is', () => {
    const fields = windowsFields({
      Channel: 'Security',
      EventID: 4625,
      EventData: { EventID: 1, Channel: 'x' },
    });
    assert.deepEqual([fields?.['EventID'], fields?.['Channel']], [4625, 'Security']);
    const collected = windowsFields({
      channel: 'Security',
      event_id: { id: 4625 },
      event_data: { EventID: 1 },
    });
    assert.equal(collected?.['EventID'], 4625);
  });
});
