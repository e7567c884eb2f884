// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { openTestDesk, type TestDesk } from '../../test/desk.ts';
import { aMovingClock, beginAssessment, type Told, tellAndFollow } from '../../test/law.ts';

interface Journey {
  readonly name: string;
  readonly country: string;
  readonly timeZone: string;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly told: Told;
  readonly now: string;
  /** Stage -> when it is due by the clock of the organisation, `at once`, or how it stands. */
  readonly owed: Readonly<Record<string, string>>;
}

const journeys: readonly Journey[] = [
  {
    name: 'a ransomware at a Belgian hospital: NIS2 and GDPR, and no weekend stops them',
    country: 'BE',
    timeZone: 'Europe/Brussels',
    profile: { 'org.member_states': ['BE'], 'org.nis2_class': 'essential', 'org.is_controller': true },
    told: {
      answers: { 'inc.service_recipients_likely_affected': true, 'inc.breach_notified_in_phases': false },
      decided: {
        'nis2-be.significant': '2026-11-20T18:00:00+01:00',
        'gdpr.breach': '2026-11-20T19:00:00+01:00',
        'gdpr.high_risk': '2026-11-20T19:00:00+01:00',
      },
      moments: {
        awareness_of_significance: '2026-11-20T17:00:00+01:00',
        awareness_of_breach: '2026-11-20T18:30:00+01:00',
      },
    },
    now: '2026-11-20T20:00:00+01:00',
    owed: {
      'nis2-be.early_warning': '2026-11-21T17:00:00',
      'nis2-be.notification': '2026-11-23T17:00:00',
      'nis2-be.intermediate': 'on_request',
      'nis2-be.final': 'waiting',
      'nis2-be.progress': 'conditional',
      'nis2-be.final_after_progress': 'conditional',
      'nis2-be.authority_feedback': 'waiting',
      'nis2-be.service_recipients': 'at once',
      'nis2-be.threat_to_recipients': 'undecided',
      'nis2-be.public': 'on_request',
      'gdpr.authority': '2026-11-23T18:30:00',
      'gdpr.data_subjects': 'at once',
      'gdpr.public_instead': 'undecided',
      'gdpr.register': 'at once',
      'gdpr.data_subjects_by_order': 'on_request',
    },
  },
  {
    name: 'an insurer’s outage over a long weekend: DORA moves to noon of Tuesday after Easter',
    country: 'BE',
    timeZone: 'Europe/Brussels',
    profile: { 'org.is_dora_entity': true, 'org.dora_entity_types': ['other'] },
    told: {
      decided: { 'dora.major': '2027-03-26T21:00:00+01:00' },
      moments: { awareness: '2027-03-26T20:00:00+01:00' },
    },
    now: '2027-03-26T22:00:00+01:00',
    owed: { 'dora.initial': '2027-03-30T12:00:00' },
  },
  {
    name: 'a bank’s outage over the same weekend: no hour is given',
    country: 'BE',
    timeZone: 'Europe/Brussels',
    profile: { 'org.is_dora_entity': true, 'org.dora_entity_types': ['credit_institution'] },
    told: {
      decided: { 'dora.major': '2027-03-26T21:00:00+01:00' },
      moments: { awareness: '2027-03-26T20:00:00+01:00' },
    },
    now: '2027-03-26T22:00:00+01:00',
    owed: { 'dora.initial': '2027-03-27T01:00:00' },
  },
  {
    name: 'an exploited vulnerability in a product: CRA, the last report from the fix',
    country: 'BE',
    timeZone: 'Europe/Brussels',
    profile: { 'org.makes_digital_products': true },
    told: {
      decided: {
        'cra.exploited_vulnerability': '2026-11-20T10:00:00Z',
        '!cra.severe_incident': '2026-11-20T10:00:00Z',
      },
      moments: {
        awareness_of_vulnerability: '2026-11-20T09:00:00Z',
        fix_availability: '2026-12-20T09:00:00Z',
      },
    },
    now: '2026-11-20T12:00:00Z',
    owed: {
      'cra.v_early_warning': '2026-11-21T10:00:00',
      'cra.v_notification': '2026-11-23T10:00:00',
      'cra.v_intermediate': 'on_request',
      'cra.v_users': 'at once',
      'cra.v_final': '2027-01-03T10:00:00',
    },
  },
  {
    name: 'a Finnish authority’s outage: its supervisor from detection, its users at once',
    country: 'FI',
    timeZone: 'Europe/Helsinki',
    profile: { 'org.member_states': ['FI'], 'org.nis2_class': 'important', 'org.is_public_authority': true },
    told: {
      answers: {
        'inc.service_recipients_likely_affected': false,
        'inc.significant_threat_to_recipients': false,
      },
      decided: {
        'nis2-fi.significant': '2026-11-20T12:00:00+02:00',
        'fi-906-13a.disturbance': '2026-11-20T12:00:00+02:00',
        'fi-306-4.break': '2026-11-20T12:00:00+02:00',
      },
      moments: { detection: '2026-11-20T08:00:00+02:00', awareness: '2026-11-20T11:00:00+02:00' },
    },
    now: '2026-11-20T13:00:00+02:00',
    owed: {
      'nis2-fi.early_warning': '2026-11-21T08:00:00',
      'nis2-fi.notification': '2026-11-23T08:00:00',
      'nis2-fi.intermediate': 'on_request',
      'nis2-fi.final': 'waiting',
      'nis2-fi.progress': 'conditional',
      'nis2-fi.final_after_progress': 'conditional',
      'nis2-fi.authority_feedback': 'waiting',
      'nis2-fi.public': 'on_request',
      'fi-906-13a.users': 'at once',
      'fi-906-13a.users_end': 'waiting',
      'fi-306-4.public': 'at once',
    },
  },
];

async function walked(t: TestContext, journey: Journey): Promise<{ desk: TestDesk; reference: string }> {
  const clock = aMovingClock(journey.now);
  const desk = await openTestDesk(t, { clock });
  await desk.query('UPDATE organisation SET country = $1, time_zone = $2', [
    journey.country,
    journey.timeZone,
  ]);
  const { api } = await desk.as('dpo');
  const { id, reference } = await api.declareIncident({ body: { title: journey.name } });
  await beginAssessment(desk, id, journey.profile, clock.now());
  await tellAndFollow(desk, id, journey.told, clock.now());
  return { desk, reference };
}

describe('followFacts(), over HTTP', () => {
  for (const journey of journeys) {
    it(journey.name, async (t) => {
      const { desk, reference } = await walked(t, journey);
      const { api } = await desk.as('dpo');
      const { isAssessed, items } = await api.listIncidentObligations({ params: { reference } });
      assert.ok(isAssessed);
      const told = items
        .filter(({ state }) => state !== 'not_owed' && state !== 'voluntary')
        .map(({ dueAt, isWithoutUndueDelay, occurrence, regime, stage, state }) => [
          `${regime}.${stage}${occurrence === 1 ? '' : `.${occurrence}`}`,
          dueAt !== null
            ? Temporal.Instant.from(dueAt).toZonedDateTimeISO(journey.timeZone).toPlainDateTime().toString()
            : isWithoutUndueDelay
              ? 'at once'
              : state,
        ]);
      const owed = Object.fromEntries(told) as Record<string, string>;
      const isWhole = Object.keys(journey.owed).length > 1;
      assert.deepEqual(isWhole ? owed : { 'dora.initial': owed['dora.initial'] }, journey.owed);
      // What is not owed says why, by which line.
      const idle = items.filter(({ state }) => state === 'not_owed');
      assert.ok(idle.length > 50 && idle.every(({ why }) => why.length > 0 && why[0]?.legal.cite !== ''));
    });
  }
});
