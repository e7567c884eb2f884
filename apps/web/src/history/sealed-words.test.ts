// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HistoryEntry, SealedLineProven } from '@belfry/contract';
import { compareSealed } from './sealed-words.ts';

const entry: HistoryEntry = {
  id: '7c2f0000-0000-4000-8000-000000000001',
  position: 7,
  kind: 'note.written',
  occurredAt: '2026-11-22T01:02:03.000Z',
  recordedAt: '2026-11-22T01:02:04.000Z',
  actor: { kind: 'reporter' } as HistoryEntry['actor'],
  incident: 'INC-2026-0001',
  subject: { kind: 'incident', reference: 'INC-2026-0001' },
  changes: [{ field: 'title', from: null, to: 'é' }],
  text: 'Seen at the gate: “é”',
  account: null,
  withdrawn: null,
};

const canonical = JSON.stringify({
  v: 1,
  id: entry.id,
  position: 7,
  event: entry.kind,
  occurredAt: entry.occurredAt,
  recordedAt: entry.recordedAt,
  actor: entry.actor,
  incident: { id: 'x', reference: 'INC-2026-0001' },
  subject: { id: 'x', ...entry.subject },
  changes: entry.changes,
  text: entry.text,
});

function lineOf(raw: { raw: string } | { raw64: string }, index = 0): SealedLineProven {
  const line = JSON.stringify({
    ...{ v: 1, seq: 1, received: '2026-11-22T01:02:05.000000Z', mono: '1', clock: 'unknown' },
    ...{ source: '00000000-0000-8000-8000-6465736b0000', stream: 'desk', transport: 'outbox', peer: 'desk' },
    ...{ format: 'desk', parse: 'ok', salt: 'AAAAAAAAAAAAAAAAAAAAAA==', ...raw },
  });
  return { log: 'audit-2026', index, line, proofs: [], vkeys: [], witnesses: [], sealedSize: 1 };
}

test('compareSealed() finds the same words, whether they are sealed as text, as bytes or in parts', () => {
  const bytes = Buffer.from(canonical);
  const inParts = [bytes.subarray(0, 100), bytes.subarray(100)].map((part, at) =>
    lineOf({ raw64: part.toString('base64') }, at),
  );
  for (const lines of [[lineOf({ raw: canonical })], [lineOf({ raw64: bytes.toString('base64') })], inParts])
    assert.deepEqual(compareSealed(entry, lines), { canonical, differs: [] });
});

// Danger: a proof holds, and is shown beside other words than those that were sealed.
test('compareSealed() names each field in which the screen differs from what is sealed', () => {
  const lines = [lineOf({ raw: canonical })];
  const others: [string, Partial<HistoryEntry>][] = [
    ['position', { position: 8 }],
    ['kind', { kind: 'mail.sent' }],
    ['text', { text: 'Seen at the door' }],
    ['reason', { reason: 'because' }],
    ['changes', { changes: [] }],
    ['incident', { incident: null }],
    ['subject', { subject: { kind: 'incident', reference: 'INC-2026-0002' } }],
    ['occurredAt', { occurredAt: '2026-11-22T01:02:03.001Z' }],
    ['actor', { actor: { kind: 'system', name: 'x' } as HistoryEntry['actor'] }],
  ];
  for (const [field, other] of others)
    assert.deepEqual(compareSealed({ ...entry, ...other }, lines).differs, [field]);
  assert.deepEqual(compareSealed(entry, [lineOf({ raw: 'no JSON' })]).differs, ['entry']);
});
