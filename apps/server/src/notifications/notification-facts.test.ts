// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Form, formOf } from '@belfry/regimes';
import { beginningOf, differencesOf, type Known, type Other, suggestionsOf } from './notification-facts.ts';

function theForm(regimeId: string, stageId: string): Form {
  const form = formOf(regimeId, stageId);
  assert.ok(form);
  return form;
}

const known: Known = {
  language: 'nl',
  incident: {
    reference: 'INC-2026-0001',
    title: 'Outage',
    tlp: 'TLP:AMBER',
    summary: 'Payments stopped',
    functions: ['payments'],
    rootCause: null,
    rootCauseClass: 'human-errors',
    whatWasDone: null,
    resolvedAt: null,
    moments: { aware: '2026-11-20T08:00:00.000Z' },
  },
  organisation: { name: 'Bank Example', phone: '+32 2 000 00 00' },
  lead: { name: 'Lena Lead', email: 'lena@example.org', phone: null },
  deputy: null,
  dpo: null,
  lateReason: null,
  assessed: {
    profile: { 'org.dora_entity_types': ['credit_institution', 'other'] },
    answers: {
      'inc.clients_affected_count': 250,
      'inc.service_clients_count': 1_000,
      'inc.duration_minutes': 90,
      'inc.gross_costs_eur': 120_400,
    },
    decisions: [
      {
        regimeId: 'dora',
        outcomeId: 'major',
        is: true,
        decidedAt: Temporal.Instant.from('2026-11-20T09:30:00Z'),
      },
    ],
    moments: { detection: Temporal.Instant.from('2026-11-20T07:45:00Z') },
  },
  profile: {},
};
const alone = { ofIncident: [], ofHouse: [] };

const other = (given: Partial<Other>): Other => ({
  reference: 'NOT-2026-0009',
  regimeId: 'gdpr',
  stageId: 'authority',
  state: 'submitted',
  authorityReference: null,
  content: {},
  ...given,
});
const holding = (value: string | number) => ({
  value,
  from: { kind: 'person', name: null, notification: null } as const,
  isEstimate: true,
  version: 1,
});

describe('beginningOf()', () => {
  it('fills DORA from the assessment: moments, shares, durations, thousands, and the type of submission', () => {
    const content = beginningOf(theForm('dora', 'final'), known, alone);
    const value = (id: string) => content[id]?.value;
    assert.equal(value('1.1'), 'final_report');
    assert.deepEqual(value('1.4'), ['credit_institution']);
    assert.equal(value('1.9'), '+32 2 000 00 00');
    assert.equal(value('1.15'), 'EUR');
    assert.equal(value('2.2'), '2026-11-20T07:45:00Z');
    assert.equal(value('2.3'), '2026-11-20T09:30:00Z');
    assert.equal(value('3.4'), 250);
    assert.equal(value('3.5'), 25);
    assert.equal(value('3.15'), '00:01:30');
    assert.deepEqual(value('4.1'), ['human_error']);
    assert.equal(value('4.13'), 120);
    assert.equal(value('4.6'), undefined);
  });

  // Danger: a Dutch filing tells an authority "personnel", a word of ours in another language.
  it('names functions every house has in the language of the filing, and its own as the house does', () => {
    const incident = { ...known.incident, functions: ['personnel', 'payments'] };
    const told = (language: Known['language']) =>
      beginningOf(theForm('dora', 'final'), { ...known, incident, language }, alone)['3.22']?.value;
    assert.deepEqual([told('nl'), told('de')], ['Personeel, payments', 'Personal, payments']);
  });

  it('a moment of awareness of one law never stands in for that of another', () => {
    const content = beginningOf(theForm('gdpr', 'authority'), known, alone);
    assert.equal(content['aware_at'], undefined);
    const breach = {
      ...known,
      assessed: {
        profile: {},
        answers: {},
        decisions: [],
        moments: { awareness_of_breach: Temporal.Instant.from('2026-11-20T10:00:00Z') },
      },
    };
    assert.equal(
      beginningOf(theForm('gdpr', 'authority'), breach, alone)['aware_at']?.value,
      '2026-11-20T10:00:00Z',
    );
  });

  it('takes words from what another authority got, and says from which notification', () => {
    const told = other({ content: { nature: holding('Told the DPA') } });
    const content = beginningOf(theForm('dora', 'initial'), known, { ofIncident: [told], ofHouse: [] });
    assert.equal(content['2.4']?.value, 'Told the DPA');
    assert.equal(content['2.4']?.from?.notification, 'NOT-2026-0009');
    assert.equal(content['2.4']?.isEstimate, true);
  });

  it('says to DORA which other authorities were told, once they were', () => {
    const form = theForm('dora', 'intermediate');
    const neighbours = (state: string) => ({ ofIncident: [other({ state })], ofHouse: [] });
    assert.deepEqual(beginningOf(form, known, neighbours('submitted'))['3.31']?.value, [
      'data_protection_authority',
    ]);
    assert.equal(beginningOf(form, known, neighbours('draft'))['3.31'], undefined);
  });

  it('remembers the code of the house from another incident, and never its facts', () => {
    const past = other({
      regimeId: 'dora',
      stageId: 'initial',
      content: { '1.3': holding('5493001KJTIIGC8Y1R12'), '2.4': holding('Another incident') },
    });
    const content = beginningOf(theForm('dora', 'initial'), known, { ofIncident: [], ofHouse: [past] });
    assert.equal(content['1.3']?.value, '5493001KJTIIGC8Y1R12');
    assert.equal(content['2.4']?.value, 'Payments stopped');
  });
});

describe('suggestionsOf()', () => {
  it('offers what the facts give now and what does not stand there, presets left out', () => {
    const form = theForm('dora', 'initial');
    const given = {
      '2.4': holding('New words'),
      '2.1': holding('INC-2026-0001'),
      '1.1': holding('final_report'),
    };
    const content = { '2.4': holding('Old words'), '2.1': holding('INC-2026-0001') };
    assert.deepEqual(
      suggestionsOf(form, content, given).map(({ field, value }) => [field, value]),
      [['2.4', 'New words']],
    );
  });
});

describe('differencesOf()', () => {
  // Danger: two laws count from two awarenesses, and a warning or a prefilled field makes one of the other.
  it('neither compares nor takes over the awareness of another law', () => {
    const form = theForm('nis2-be', 'early_warning');
    const told = other({ content: { aware_at: holding('2026-11-17T09:07:00Z') } });
    const here = { aware_at: holding('2026-11-20T08:47:00Z') };
    assert.deepEqual(differencesOf(form, here, [told]), []);
    const begun = beginningOf(form, known, { ofIncident: [told], ofHouse: [] });
    assert.equal(begun['aware_at'], undefined);
  });

  // Danger: a final report has no clock of awareness of its own, and takes over that of another law, or of the incident.
  it('a stage that counts from a submission or a request has the awareness of its law', () => {
    const form = theForm('nis2-be', 'final');
    const followUp = {
      stageId: 'authority_follow_up',
      content: { aware_at: holding('2026-11-17T09:07:00Z') },
    };
    const here = { aware_at: holding('2026-11-20T08:47:00Z') };
    assert.deepEqual(differencesOf(form, here, [other(followUp)]), []);
    const neighbours = { ofIncident: [other(followUp)], ofHouse: [] };
    for (const stageId of ['final', 'intermediate', 'progress', 'final_after_progress']) {
      assert.equal(beginningOf(theForm('nis2-be', stageId), known, neighbours)['aware_at'], undefined);
    }
  });

  // Danger: Brussels and The Hague hear of two moments of one awareness, and nobody is told.
  it('compares the awareness of one directive between states, whichever stage it is', () => {
    const told = other({
      regimeId: 'nis2-nl',
      stageId: 'final',
      content: { aware_at: holding('2026-11-17T09:07:00Z') },
    });
    const here = { aware_at: holding('2026-11-20T08:47:00Z') };
    const found = differencesOf(theForm('nis2-be', 'early_warning'), here, [told]);
    assert.deepEqual(
      found.map(({ field, theirField }) => [field, theirField]),
      [['aware_at', 'aware_at']],
    );
  });

  it('compares the same fact under another name with the newest of each other regime', () => {
    const newest = other({ content: { nature: holding('Newest') } });
    const older = other({ reference: 'NOT-2026-0008', content: { nature: holding('Older') } });
    const found = differencesOf(theForm('dora', 'initial'), { '2.4': holding('Mine') }, [newest, older]);
    assert.deepEqual(
      found.map(({ field, theirField, theirValue }) => [field, theirField, theirValue]),
      [['2.4', 'nature', 'Newest']],
    );
  });

  it('tells nothing of what is empty on either side', () => {
    assert.deepEqual(
      differencesOf(theForm('dora', 'initial'), {}, [other({ content: { nature: holding('x') } })]),
      [],
    );
    assert.deepEqual(differencesOf(theForm('dora', 'initial'), { '2.4': holding('x') }, [other({})]), []);
  });
});
