// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FieldValue, fieldsOf } from '@belfry/regimes';
import { aFiling } from '../../test/filing.ts';
import { doraReport } from './dora-json.ts';

const final = { regimeId: 'dora', stageId: 'final' };

/** Something in every field, of the type it takes. */
function everything(): Record<string, FieldValue> {
  const samples: Partial<Record<string, FieldValue>> = {
    yes_no: true,
    count: 12,
    percent: 34,
    amount_eur_thousands: 56,
    instant: '2026-11-20T23:10:00+01:00',
    duration: '01:02:03',
    countries: ['BE', 'NL'],
    lei: '529900T8BM49AURSDO55',
    mail: 'soc@example.org',
    phone: '+3290000000',
  };
  const { form } = aFiling(final, {});
  return Object.fromEntries(
    fieldsOf(form).map(({ choices, id, type }) => {
      const chosen = choices.map(({ value }) => value);
      const value =
        type === 'choices'
          ? chosen
          : type === 'choice'
            ? (chosen[0] ?? null)
            : (samples[type] ?? `Field ${id}`);
      return [id, value];
    }),
  );
}

const leaves = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];

// Danger: a field somebody filled in is not in what the authority's machine reads.
test('doraReport() carries every field of the form', () => {
  const values = everything();
  const report = doraReport(aFiling(final, values));
  const told = leaves(report);
  for (const [id, value] of Object.entries(values)) {
    if (typeof value === 'string' && value.startsWith('Field')) {
      assert.ok(told.includes(value), `field ${id}`);
    }
  }
  assert.equal(told.filter((leaf) => leaf === '2026-11-20T22:10:00Z').length, 6);
  assert.equal(told.filter((leaf) => leaf === '01:02:03').length, 2);
});

test('doraReport() speaks the words of the data model', () => {
  const report = doraReport(aFiling(final, { ...everything(), '1.1': 'reclassified_as_non_major' }));
  assert.equal(report['incidentSubmission'], 'major_incident_reclassified_as_non-major');
  const { classificationTypes, rootCauseHLClassification } = report['incident'] as Record<string, unknown>;
  assert.deepEqual(
    (classificationTypes as Record<string, unknown>[]).find(
      ({ classificationCriterion }) => classificationCriterion === 'geographical_spread',
    ),
    {
      classificationCriterion: 'geographical_spread',
      countryCodeMaterialityThresholds: ['BE', 'NL'],
      memberStatesImpactType: [
        'clients',
        'financial_counterparts',
        'branch_of_the_financial_entity',
        'financial_entities_within_the_group_carrying_out_activities_in_the_respective_member_state',
        'financial_market_infrastructure',
        'third-party_providers_that_may_be_common_to_other_financial_entities',
      ],
      memberStatesImpactTypeDescription: 'Field 3.19',
    },
  );
  assert.ok((rootCauseHLClassification as string[]).includes('system_failure_malfunction'));
});

// Danger: a word of our own in a field where the authority's machine takes words of the data model only.
test('doraReport() gives 4.3 in the words of the data model, and those of 4.2 stay in 4.2', () => {
  const { incident } = doraReport(aFiling(final, everything())) as Record<string, Record<string, string[]>>;
  const additional = incident?.['rootCausesAdditionalClassification'] ?? [];
  assert.equal(additional.length, 18);
  assert.ok(additional.includes('monitoring_of_third-party_service_providers'));
  const detailed = incident?.['rootCausesDetailedClassification'] ?? [];
  assert.deepEqual(
    additional.filter((word) => detailed.includes(word)),
    [],
  );
  assert.ok([...additional, ...detailed].every((word) => /^[A-Za-z_-]+$/.test(word)));
});

test('doraReport() leaves out what nobody filled in, and names the entity that was hit', () => {
  const report = doraReport(
    aFiling(
      { regimeId: 'dora', stageId: 'initial' },
      { '1.1': 'initial_notification', '1.2': 'Bank Example', '1.4': ['credit_institution'], '2.5': [] },
    ),
  );
  assert.deepEqual(report, {
    incidentSubmission: 'initial_notification',
    submittingEntity: { name: 'Bank Example', entityType: 'SUBMITTING_ENTITY' },
    incident: { classificationTypes: [] },
    affectedEntity: [
      { entityType: 'AFFECTED_ENTITY', name: 'Bank Example', affectedEntityType: ['credit_institution'] },
    ],
  });
});
