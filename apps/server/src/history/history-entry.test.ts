// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isWritten, nothingAdded, presentEntry, subjectFrom } from './history-entry.ts';

it('presentEntry() tells what the canonical bytes hold, and nothing they do not', () => {
  const canonical = JSON.stringify({
    v: 1,
    id: '10000000-0000-4000-8000-000000000001',
    position: 7,
    event: 'note.written',
    occurredAt: '2026-11-21T10:00:00.000Z',
    recordedAt: '2026-11-21T10:00:01.000Z',
    actor: { kind: 'system', id: null, name: 'alerts-climb' },
    via: { kind: 'token', id: 'secret' },
    subject: { kind: 'incident', id: 'x', reference: 'INC-2026-0001' },
    text: 'Words',
  });
  assert.deepEqual(presentEntry(canonical, nothingAdded), {
    id: '10000000-0000-4000-8000-000000000001',
    position: 7,
    kind: 'note.written',
    occurredAt: '2026-11-21T10:00:00.000Z',
    recordedAt: '2026-11-21T10:00:01.000Z',
    actor: { kind: 'system', id: null, name: 'alerts-climb' },
    incident: null,
    subject: { kind: 'incident', reference: 'INC-2026-0001' },
    text: 'Words',
    account: null,
    withdrawn: null,
  });
});

it('subjectFrom() knows references from nouns', () => {
  assert.deepEqual(subjectFrom('INC-2026-0001'), { by: 'incident', reference: 'INC-2026-0001' });
  assert.deepEqual(subjectFrom('REP-2026-0001'), { by: 'report', reference: 'REP-2026-0001' });
  assert.deepEqual(subjectFrom('person:x'), { by: 'subject', subject: 'person:x' });
});

it('isWritten() lets people take back their own words only', () => {
  assert.ok(isWritten('note.written') && isWritten('timeline.entry_written'));
  assert.ok(!isWritten('incident.confirmed'));
});
