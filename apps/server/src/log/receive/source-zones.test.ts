// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSealedLine } from '../index/row.ts';
import { SourceZones } from './source-zones.ts';

const source = '4b5a9c1e-0000-4000-8000-000000000001';
const lineAt = (received: string) =>
  Buffer.from(
    JSON.stringify({
      ...{ v: 1, seq: 1, received, mono: '1', clock: 'unknown', source, stream: 'technical' },
      ...{ transport: 'syslog-udp', peer: '192.0.2.1:1', format: 'rfc3164', parse: 'ok', salt: '' },
      raw: '<13>Jul  1 12:00:00 web01 app: hello',
    }),
  );

// Danger: somebody corrects the zone of a source, and every entry before suddenly "differs" from its row.
test('readSealedLine() reads a time without a zone in the zone that held when it came', () => {
  const zones = new SourceZones();
  const hourOf = (received: string) => {
    const { fields } = readSealedLine(lineAt(received), zones);
    return new Date((fields?.time ?? 0) / 1_000).toISOString().slice(11, 16);
  };
  assert.equal(hourOf('2026-07-01T12:00:10.000000Z'), '12:00');
  zones.know([
    { sourceId: source, sinceMs: Date.parse('2026-07-01T12:00:20Z'), timeZone: 'Europe/Brussels' },
    { sourceId: source, sinceMs: Date.parse('2026-07-01T12:00:40Z'), timeZone: 'America/New_York' },
  ]);
  assert.equal(hourOf('2026-07-01T12:00:10.000000Z'), '12:00');
  assert.equal(hourOf('2026-07-01T12:00:30.000000Z'), '10:00');
  assert.equal(hourOf('2026-07-01T12:00:50.000000Z'), '16:00');
});
