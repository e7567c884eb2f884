// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import {
  factsAfter,
  factsOf,
  type IncidentState,
  momentFacts,
  reasonChangedMeanwhile,
  stillUnknown,
} from './incident.ts';

function anIncident(change: Partial<IncidentState> = {}): IncidentState {
  return {
    id: '10000000-0000-4000-8000-000000000001',
    reference: 'INC-2026-0001',
    title: 'Invoice fraud',
    summary: null,
    status: 'pending',
    statusBeforeMerge: null,
    mergedInto: null,
    severity: null,
    class: null,
    type: null,
    functions: [],
    tlp: 'TLP:AMBER',
    personalData: 'unknown',
    restricted: false,
    participantIds: [],
    leadId: null,
    moments: {},
    whatWasDone: null,
    resolvedAt: null,
    rootCauseClass: null,
    rootCause: null,
    lessons: null,
    dismissalReason: null,
    declaredAt: new Date('2026-11-21T10:00:00Z'),
    updatedAt: new Date('2026-11-21T10:00:00Z'),
    version: 3,
    ...change,
  };
}

describe('the facts of an incident', () => {
  it('factsAfter() changes only what is named', () => {
    const before = factsOf(anIncident({ summary: 'Known' }));
    assert.deepEqual(factsAfter(before, { title: 'Other', summary: undefined }), {
      ...before,
      title: 'Other',
    });
    assert.deepEqual(factsAfter(before, { summary: null }), { ...before, summary: null });
  });

  it('factsAfter() keeps RSIT type and class together', () => {
    const before = factsOf(anIncident());
    const typed = factsAfter(before, { type: 'phishing' });
    assert.ok(!isRefusal(typed));
    assert.equal(typed.class, 'fraud');
    const moved = factsAfter(typed, { class: 'availability' });
    assert.ok(!isRefusal(moved));
    assert.equal(moved.type, null);
    const refused = factsAfter(before, { class: 'availability', type: 'phishing' });
    assert.ok(isRefusal(refused));
    assert.equal(refused.errors?.[0]?.pointer, '/type');
  });

  it('reasonChangedMeanwhile() refuses an older version and names both', () => {
    assert.equal(reasonChangedMeanwhile(anIncident(), undefined), null);
    assert.equal(reasonChangedMeanwhile(anIncident(), 3), null);
    assert.match(reasonChangedMeanwhile(anIncident(), 2)?.detail ?? '', /version 2.*version 3/);
  });

  it('momentFacts() tells a moment as one field and its certainty as another', () => {
    assert.deepEqual(momentFacts('aware', undefined), {
      'moments.aware': null,
      'moments.aware.certainty': null,
    });
  });
});

describe('stillUnknown()', () => {
  it('asks for what was done and what was learned only once it is over', () => {
    assert.ok(!stillUnknown(anIncident()).includes('whatWasDone'));
    const over = stillUnknown(anIncident({ status: 'resolved' }));
    assert.deepEqual(
      ['whatWasDone', 'rootCause', 'rootCauseClass', 'lessons'].filter((name) => !over.includes(name)),
      [],
    );
  });

  it('asks of a dismissed incident only why, and of a merged one nothing', () => {
    assert.deepEqual(stillUnknown(anIncident({ status: 'dismissed' })), ['dismissal.reason']);
    assert.deepEqual(stillUnknown(anIncident({ status: 'dismissed', dismissalReason: 'A test' })), []);
    assert.deepEqual(stillUnknown(anIncident({ status: 'merged' })), []);
  });
});
