// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDesk, type TestDesk } from '../../test/desk.ts';
import { nobodyByForm } from '../../test/law.ts';

/** What runs or waits, with its limit: nothing else may be owed. */
async function owed(desk: TestDesk): Promise<Record<string, string>> {
  const rows = await desk.query(
    `SELECT regime_id, stage_id, state, due_at FROM obligation WHERE duty = 'owed'
       AND state NOT IN ('not_owed', 'voluntary') ORDER BY regime_id, stage_id`,
  );
  return Object.fromEntries(
    (rows as { regime_id: string; stage_id: string; state: string; due_at: Date | null }[]).map((row) => [
      `${row.regime_id}.${row.stage_id}`,
      row.due_at?.toISOString() ?? row.state,
    ]),
  );
}

it('a hospital with ransomware, assessed over HTTP, owes NIS2 and GDPR by their own moments', async (t) => {
  let now = new Date('2026-11-20T17:00:00Z');
  const desk = await openTestDesk(t, { clock: { now: () => now } });
  const answers = {
    ...nobodyByForm,
    'org.member_states': ['BE'],
    'org.nis2_class': 'essential',
    'org.is_controller': true,
  };
  await (await desk.as('it_responsible')).api.saveProfile({ body: { answers, seen: null } });
  const { api } = await desk.as('dpo');
  const { reference } = await api.declareIncident({ body: { title: 'Ransomware on the wards' } });
  const params = { reference };
  await api.confirmIncident({ params, body: {} });
  // Nothing runs while nobody decided.
  assert.deepEqual(new Set(Object.values(await owed(desk))), new Set(['undecided']));
  await api.answerAssessment({
    params,
    body: {
      answers: [
        { question: 'inc.severe_disruption', value: true },
        { question: 'inc.personal_data_breached', value: true },
        { question: 'inc.risk_to_people', value: true },
        { question: 'inc.high_risk_to_people', value: true },
        { question: 'inc.service_recipients_likely_affected', value: true },
        { question: 'inc.significant_threat_to_recipients', value: false },
        { question: 'inc.breach_notified_in_phases', value: false },
        { question: 'inc.telling_disproportionate', value: false },
        { question: 'inc.personal_data_unintelligible', value: false },
        { question: 'inc.high_risk_removed', value: false },
      ],
    },
  });
  const significant = { regime: 'nis2-be', outcome: 'significant' };
  const preview = await api.previewDecision({ params, query: significant });
  assert.ok(preview.missingMoments.includes('awareness_of_significance'));
  await api.setLegalMoment({
    params: { reference, moment: 'awareness_of_significance' },
    body: { at: '2026-11-20T16:00:00Z' },
  });
  await api.setLegalMoment({
    params: { reference, moment: 'awareness_of_breach' },
    body: { at: '2026-11-20T16:30:00Z' },
  });
  const ready = await api.previewDecision({ params, query: significant });
  assert.deepEqual(
    ready.missingMoments.filter((name) => name.startsWith('awareness')),
    [],
  );
  assert.equal(ready.stages.find(({ stage }) => stage === 'early_warning')?.dueAt, '2026-11-21T16:00:00Z');
  now = new Date('2026-11-20T17:30:00Z');
  for (const [regime, outcome] of [
    ['nis2-be', 'significant'],
    ['gdpr', 'breach'],
    ['gdpr', 'risk'],
    ['gdpr', 'high_risk'],
  ] as const) {
    await api.decideOutcome({ params, body: { regime, outcome, isSo: true } });
  }
  assert.deepEqual(await owed(desk), {
    'gdpr.authority': '2026-11-23T16:30:00.000Z',
    'gdpr.data_subjects': 'running',
    'gdpr.data_subjects_by_order': 'on_request',
    'gdpr.register': 'running',
    'nis2-be.early_warning': '2026-11-21T16:00:00.000Z',
    'nis2-be.final': 'waiting',
    'nis2-be.final_after_progress': 'conditional',
    'nis2-be.intermediate': 'on_request',
    'nis2-be.notification': '2026-11-23T16:00:00.000Z',
    'nis2-be.progress': 'conditional',
    'nis2-be.public': 'on_request',
    'nis2-be.service_recipients': 'running',
  });
  const assessment = await api.readAssessment({ params });
  assert.deepEqual([assessment.undecidedCount, assessment.reassessCount], [1, 0]);
});

it('an outage of a bank, assessed over HTTP, owes DORA from its classification and nothing else', async (t) => {
  let now = new Date('2027-03-26T19:00:00Z');
  const desk = await openTestDesk(t, { clock: { now: () => now } });
  const answers = {
    ...nobodyByForm,
    'org.member_states': ['BE'],
    'org.is_dora_entity': true,
    'org.dora_entity_types': ['credit_institution'],
  };
  await (await desk.as('it_responsible')).api.saveProfile({ body: { answers, seen: null } });
  const { api } = await desk.as('dpo');
  const { reference } = await api.declareIncident({ body: { title: 'Payments are down' } });
  const params = { reference };
  await api.setMoment({ params: { reference, moment: 'aware' }, body: { at: '2027-03-26T19:00:00Z' } });
  const assessed = await api.answerAssessment({
    params,
    body: {
      answers: [
        { question: 'inc.hits_critical_functions', value: true },
        {
          question: 'inc.clients_affected_count',
          value: 120_000,
          isEstimate: true,
          note: 'by the front end',
        },
        { question: 'inc.downtime_minutes', value: 150 },
        ...[
          'hits_clients_financial_interests',
          'initial_report_will_be_late',
          'intermediate_report_will_be_late',
          'final_report_will_be_late',
          'reporter_not_announced',
        ].map((name) => ({ question: `inc.${name}`, value: false })),
      ],
    },
  });
  const dora = assessed.regimes.find(({ regime }) => regime === 'dora');
  const major = dora?.outcomes.find(({ outcome }) => outcome === 'major');
  assert.equal(major?.proposed, 'yes');
  assert.ok(major?.met.includes('dora.9.1.b') && major.met.includes('dora.9.3.b'));
  // What can only follow a report is not yet anybody's to decide.
  const awaited = dora?.outcomes.filter(({ isAwaited }) => isAwaited).map(({ outcome }) => outcome);
  assert.deepEqual(awaited, ['major', 'significant_threat']);
  now = new Date('2027-03-26T20:00:00Z');
  await api.decideOutcome({ params, body: { regime: 'dora', outcome: 'major', isSo: true } });
  await api.decideOutcome({
    params,
    body: { regime: 'dora', outcome: 'significant_threat', isSo: false, reason: 'A fault, no threat' },
  });
  assert.deepEqual(await owed(desk), {
    // Four hours from the classification, over the weekend: a bank has no leniency.
    'dora.initial': '2027-03-27T00:00:00.000Z',
    'dora.intermediate': 'waiting',
    'dora.intermediate_update': 'waiting',
    'dora.final': 'waiting',
    'dora.management_body': 'running',
    'dora.reclassification': 'undecided',
  });
});
