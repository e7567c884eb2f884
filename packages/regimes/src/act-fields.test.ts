// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkContent, type Form, fieldsOf } from './form.ts';
import { formOf } from './forms.ts';

function theForm(regimeId: string, stageId: string): Form {
  const form = formOf(regimeId, stageId);
  assert.ok(form, `${regimeId}.${stageId} has no form`);
  return form;
}

const missing = (form: Form, content: Parameters<typeof checkContent>[1]) =>
  checkContent(form, content).flatMap(({ field, problem }) => (problem === 'missing' ? [field] : []));

const theField = (form: Form, id: string) => {
  const field = fieldsOf(form).find((each) => each.id === id);
  assert.ok(field, `${form.regimeId}.${form.stageId} has no field ${id}`);
  return field;
};

describe('the forms of other acts', () => {
  it('number the four points of GDPR 33(3)', () => {
    const numbers = fieldsOf(theForm('gdpr', 'authority')).flatMap(({ number }) => number ?? []);
    assert.deepEqual([...new Set(numbers)], ['33(3)(a)', '33(3)(b)', '33(3)(c)', '33(3)(d)']);
    assert.ok(fieldsOf(theForm('gdpr', 'authority')).some(({ id }) => id === 'late_reasons'));
  });

  it('let an early warning say that something is not known yet, but not say nothing', () => {
    const form = theForm('nis2-be', 'early_warning');
    assert.ok(missing(form, {}).includes('suspected_malicious'));
    assert.ok(
      !missing(form, { suspected_malicious: { value: 'not_known' } }).includes('suspected_malicious'),
    );
  });

  it('ask in Finland how likely effects across borders are', () => {
    const form = theForm('nis2-fi', 'early_warning');
    assert.ok(
      missing(form, { possible_cross_border_impact: { value: 'yes' } }).includes('cross_border_likelihood'),
    );
    assert.ok(
      !missing(form, { possible_cross_border_impact: { value: 'no' } }).includes('cross_border_likelihood'),
    );
  });

  it('know what the platform of the CRA takes', () => {
    const form = theForm('cra', 'v_notification');
    assert.equal(theField(form, 'title').portalCharactersMax, 255);
    assert.equal(theField(form, 'pec_justification').portalCharactersMax, 800);
    assert.equal(theField(theForm('cra', 'v_final'), 'malicious_actor').portalCharactersMax, 100);
    const tooLong = checkContent(form, { title: { value: 'x'.repeat(256) } });
    assert.ok(tooLong.some(({ field, problem }) => field === 'title' && problem === 'too_long_for_portal'));
  });
});
