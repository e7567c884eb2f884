// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { doraChoices } from './dora-choices.ts';
import { doraField } from './dora-form.ts';
import { checkContent, type Form, fieldsOf } from './form.ts';
import { formOf, presetsOf } from './forms.ts';

function theForm(regimeId: string, stageId: string): Form {
  const form = formOf(regimeId, stageId);
  assert.ok(form, `${regimeId}.${stageId} has no form`);
  return form;
}

const missing = (form: Form, content: Parameters<typeof checkContent>[1]) =>
  checkContent(form, content).flatMap(({ field, problem }) => (problem === 'missing' ? [field] : []));

describe('the reports of DORA', () => {
  const idsOf = (stageId: string) => fieldsOf(theForm('dora', stageId)).map(({ id }) => id);
  const numbers = (part: number, count: number) =>
    Array.from({ length: count }, (_, index) => `${part}.${index + 1}`);

  it('ask for 1.1 to 2.10 first, to 3.35 then, to 4.16 at the end', () => {
    const first = [...numbers(1, 15), ...numbers(2, 10)];
    assert.deepEqual(idsOf('initial'), first);
    assert.deepEqual(idsOf('intermediate'), [...first, ...numbers(3, 35)]);
    assert.deepEqual(idsOf('final'), [...first, ...numbers(3, 35), ...numbers(4, 16)]);
  });

  it('let choose as many values as the act has', () => {
    const counts = Object.fromEntries(Object.entries(doraChoices).map(([id, values]) => [id, values.length]));
    assert.deepEqual(
      [counts['1.1'], counts['1.4'], counts['2.5'], counts['2.7'], counts['3.12'], counts['3.13']],
      [4, 23, 7, 11, 9, 4],
    );
    assert.deepEqual(
      [counts['3.18'], counts['3.20'], counts['3.23'], counts['3.25'], counts['3.31'], counts['4.1']],
      [6, 4, 6, 10, 6, 5],
    );
    assert.deepEqual([counts['4.2'], counts['4.3']], [28, 18]);
  });

  it('ask by what stands in other fields: Member States where the spread is one of the criteria', () => {
    const form = theForm('dora', 'initial');
    assert.ok(!missing(form, { '2.5': { value: ['data_losses'] } }).includes('2.6'));
    assert.ok(missing(form, { '2.5': { value: ['geographical_spread'] } }).includes('2.6'));
  });

  it('ask for techniques where it is a cyber incident, and to name the other one', () => {
    const form = theForm('dora', 'intermediate');
    assert.ok(!missing(form, {}).includes('3.25'));
    assert.ok(missing(form, { '3.23': { value: ['cybersecurity_related'] } }).includes('3.25'));
    assert.ok(missing(form, { '3.25': { value: ['other'] } }).includes('3.26'));
  });

  it('say which submission they are', () => {
    assert.equal(presetsOf(theForm('dora', 'intermediate_update'))['1.1'], 'intermediate_report');
    assert.equal(presetsOf(theForm('dora', 'reclassification'))['1.1'], 'reclassified_as_non_major');
    assert.deepEqual(presetsOf(theForm('gdpr', 'authority')), {});
  });
});

describe('doraField()', () => {
  it('takes one field out of the reports, and none that they do not have', () => {
    assert.deepEqual(doraField('2.10', 'other_relevant_information', 'always').covers, [
      'other_relevant_information',
    ]);
    assert.throws(() => doraField('9.9', 'x', 'always'));
  });
});
