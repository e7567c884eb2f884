// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declineReasons, incidentStatuses } from '@belfry/contract';
import { verdictOf } from './judge.ts';
import { precisionOf } from './rule-figures-store.ts';

test('verdictOf() takes what triage and work say, and nothing where they say nothing', () => {
  assert.equal(verdictOf({ reportState: 'accepted' }), 'true_positive');
  assert.equal(verdictOf({ reportState: 'waiting' }), null);
  assert.deepEqual(
    declineReasons.map((reason) => [reason, verdictOf({ reportState: 'declined', reason })]),
    [
      ['not_security', 'benign'],
      ['no_incident', 'benign'],
      ['insufficient_information', null],
      ['spam', 'false_positive'],
      ['test', 'benign'],
      ['other', null],
    ],
  );
  assert.deepEqual(
    incidentStatuses.map((incidentStatus) => [incidentStatus, verdictOf({ incidentStatus })]),
    [
      ['pending', 'true_positive'],
      ['confirmed', 'true_positive'],
      ['resolved', undefined],
      ['closed', undefined],
      ['dismissed', 'benign'],
      ['merged', undefined],
    ],
  );
});

test('precisionOf() is nothing while nobody judged', () => {
  assert.equal(precisionOf({ truePositive: 0, benign: 0, falsePositive: 0 }), null);
  assert.equal(precisionOf({ truePositive: 1, benign: 2, falsePositive: 1 }), 0.25);
});
