// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logEventClasses, logFieldGroups, logFields } from './log-fields.ts';

describe('logFields', () => {
  it('answers to each name once', () => {
    const names = logFields.flatMap(({ name, also, ocsf }) => [
      name,
      ...also,
      ...(ocsf === null ? [] : [ocsf]),
    ]);
    const lower = names.map((name) => name.toLowerCase());
    const twice = lower.filter((name, index) => lower.indexOf(name) !== index);
    // `message` and `time` are called so by OCSF as well.
    assert.deepEqual(twice.sort(), ['message', 'status', 'time', 'severity'].sort());
  });

  it('are each shown once, in a group of what a person asks', () => {
    const shown = logFieldGroups.flatMap(({ fields }) => [...fields]);
    assert.deepEqual([...shown, 'message', 'severityId'].sort(), logFields.map(({ name }) => name).sort());
  });

  it('hold what LM-05 and LM-34 ask', () => {
    const names = new Set<string>(logFields.map(({ name }) => name));
    const asked =
      'eventClass host location time cause effect user targetUser srcHost app dataSubject purpose status';
    assert.deepEqual(
      asked.split(' ').filter((name) => !names.has(name)),
      [],
    );
  });

  it('know each class of event by one number', () => {
    const numbers = Object.values(logEventClasses);
    assert.equal(new Set(numbers).size, numbers.length);
  });
});
