// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { helpedFields } from './field-help.ts';
import { checkContent, type Form, fieldsOf } from './form.ts';
import { asFieldValue, durationOf, prefill } from './form-facts.ts';
import { printValue } from './form-print.ts';
import { wordsOf } from './form-words.ts';
import { formOf } from './forms.ts';
import { regimes } from './regimes.ts';

function theForm(regimeId: string, stageId: string): Form {
  const form = formOf(regimeId, stageId);
  assert.ok(form, `${regimeId}.${stageId} has no form`);
  return form;
}

function theField(form: Form, id: string) {
  const field = fieldsOf(form).find((each) => each.id === id);
  assert.ok(field, `${form.regimeId}.${form.stageId} has no field ${id}`);
  return field;
}

const missing = (form: Form, content: Parameters<typeof checkContent>[1]) =>
  checkContent(form, content).flatMap(({ field, problem }) => (problem === 'missing' ? [field] : []));

describe('formOf()', () => {
  for (const regime of regimes) {
    for (const stage of regime.stages) {
      it(`covers what ${regime.id}.${stage.id} asks for, in four languages`, () => {
        const form = theForm(regime.id, stage.id);
        const fields = fieldsOf(form);
        const covered = new Set(fields.flatMap(({ covers }) => covers));
        assert.deepEqual(
          stage.contents.filter((content) => !covered.has(content)),
          [],
        );
        assert.equal(new Set(fields.map(({ id }) => id)).size, fields.length, 'a field stands twice');
        for (const field of fields) {
          const texts = [field.label, ...field.choices.map(({ label }) => label)];
          assert.ok(
            texts.every(({ en, nl, fr, de }) => [en, nl, fr, de].every((text) => text.trim() !== '')),
          );
          assert.equal(['choice', 'choices'].includes(field.type), field.choices.length > 0, field.id);
          assert.notEqual(field.legal.cite, '');
        }
      });
    }
  }

  // Danger: words of help for a field that no form has any more, read by nobody.
  it('gives help only to fields that are asked, and gives each its help', () => {
    const forms = regimes.flatMap(({ id, stages }) => stages.map((stage) => theForm(id, stage.id)));
    const helped = forms.flatMap((form) =>
      fieldsOf(form).flatMap(({ help, id }) =>
        help === null ? [] : [`${form.regimeId.split('-')[0]}.${id}`],
      ),
    );
    assert.deepEqual([...new Set(helped)].sort(), [...helpedFields].sort());
  });

  it('has none where no regime has the stage', () => {
    assert.equal(formOf('nis2-be', 'nothing'), null);
    assert.equal(formOf('nothing', 'final'), null);
  });
});

describe('checkContent()', () => {
  const form = theForm('dora', 'final');
  const wrong = [
    ['1.3', 'not a lei', 'not_of_type'],
    ['1.8', 'a@b, c@d', 'not_of_type'],
    ['2.2', 'yesterday', 'not_of_type'],
    ['2.7', 'crystal_ball', 'not_a_choice'],
    ['3.4', -1, 'not_of_type'],
    ['3.5', 101, 'not_of_type'],
    ['3.15', '1:99', 'not_of_type'],
    ['2.6', ['Belgium'], 'not_a_choice'],
    ['2.9', 'yes', 'not_of_type'],
  ] as const;
  for (const [field, value, problem] of wrong) {
    it(`refuses ${JSON.stringify(value)} in ${field}`, () => {
      const found = checkContent(form, { [field]: { value } }).find((each) => each.field === field);
      assert.equal(found?.problem, problem);
    });
  }

  it('takes no and zero as answers, and blanks as none', () => {
    assert.ok(!missing(form, { '2.9': { value: false } }).includes('2.9'));
    assert.ok(!missing(form, { '3.4': { value: 0 } }).includes('3.4'));
    assert.ok(missing(form, { '2.4': { value: '   ' } }).includes('2.4'));
  });
});

describe('prefill()', () => {
  const fact = <Value>(value: Value) => ({ value, origin: 'incident', isEstimate: true });

  it('converts minutes, euro and yes into what the field takes', () => {
    const filled = prefill(theForm('dora', 'final'), {
      duration_minutes: fact(1_565),
      gross_costs_eur: fact(1_234_567),
      client_financial_interest: fact(true),
      clients_percent: fact(12.5),
    });
    assert.equal(filled['3.15']?.value, '01:02:05');
    assert.equal(filled['4.13']?.value, 1_235);
    assert.equal(filled['3.30']?.value, 'yes');
    assert.equal(filled['3.5']?.value, 12.5);
    assert.equal(filled['3.15']?.isEstimate, true);
  });

  it('leaves out what does not fit, and never invents', () => {
    const filled = prefill(theForm('dora', 'initial'), {
      dora_entity_types: fact(['credit_institution', 'witch']),
      entity_lei: fact('no lei'),
      description: fact('  '),
    });
    assert.deepEqual(filled['1.4']?.value, ['credit_institution']);
    assert.equal(filled['1.3'], undefined);
    assert.equal(filled['2.4'], undefined);
  });

  it('never gives a text to a list of countries', () => {
    const field = theField(theForm('dora', 'initial'), '2.6');
    assert.deepEqual(asFieldValue(field, ['BE', 'FR']), ['BE', 'FR']);
    assert.equal(asFieldValue(field, 3), null);
  });
});

describe('durationOf()', () => {
  it('writes days, hours and minutes, and no negative time', () => {
    assert.equal(durationOf(0), '00:00:00');
    assert.equal(durationOf(-5), '00:00:00');
    assert.equal(durationOf(100 * 1_440), '100:00:00');
  });
});

describe('printValue()', () => {
  it('prints choices, yes and instants in the language of the filing', () => {
    const form = theForm('dora', 'initial');
    assert.equal(printValue(theField(form, '2.9'), true, 'nl'), 'Ja');
    assert.equal(printValue(theField(form, '2.7'), 'staff', 'fr'), 'Personnel');
    assert.equal(
      printValue(theField(form, '2.2'), '2026-11-22T09:00:00+01:00', 'de'),
      '2026-11-22T08:00:00Z',
    );
    assert.equal(printValue(theField(form, '2.6'), ['BE', 'FR'], 'en'), 'BE, FR');
    assert.equal(printValue(theField(form, '2.4'), null, 'en'), '');
  });
});

describe('wordsOf()', () => {
  it('refuses a line that lacks a language, has one too many, or stands twice', () => {
    assert.throws(() => wordsOf('a | b | c | d'));
    assert.throws(() => wordsOf('a | b | c | d | e | f'));
    assert.throws(() => wordsOf('a | b | c | d | e\na | b | c | d | e'));
  });
});
