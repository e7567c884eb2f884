// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { type AnswerValue, isRefusal } from '@belfry/contract';
import { type MomentName, profileQuestionsOf, regimes } from '@belfry/regimes';
import { noHooks } from '../src/incidents/incident-hooks.ts';
import { declare } from '../src/incidents/index.ts';
import { setUpOrganisation } from '../src/people/index.ts';
import { systemActor } from '../src/platform/authorization/actor.ts';
import type { Clock } from '../src/platform/clock/clock.ts';
import { obligationsFollow, recordSubmission } from '../src/processes/obligations-follow-facts.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

/** A clock that a test moves by hand. */
export function aMovingClock(start: string): { now(): Date; moveTo(instant: string | Date): void } {
  let at = new Date(start);
  return {
    now: () => at,
    moveTo: (instant) => {
      at = new Date(instant);
    },
  };
}

/** Every question of the profile answered with no, so that a journey says only what it is. */
export const nobody: Readonly<Record<string, unknown>> = Object.fromEntries(
  profileQuestionsOf(regimes).map(({ id, answer }) => [
    id,
    answer === 'yes_no' ? false : answer === 'count' ? 0 : answer === 'choices' ? [] : 'none',
  ]),
);

/**
 * The same as the guided page writes it: "none of these" where a list has it, unknown where it has not. What is sent
 * over HTTP is checked.
 */
export const nobodyByForm: Readonly<Record<string, AnswerValue>> = Object.fromEntries(
  profileQuestionsOf(regimes).map(({ id, answer, choices = [] }) => {
    const hasNone = choices.includes('none');
    if (answer === 'yes_no') return [id, false];
    if (answer === 'count') return [id, 0];
    if (answer === 'choices') return [id, hasNone ? ['none'] : null];
    return [id, hasNone ? 'none' : null];
  }),
);

/** What a person told about an incident; instants are ISO 8601. */
export interface Told {
  readonly answers?: Readonly<Record<string, unknown>>;
  /** `regime.outcome` and when it was decided; a leading `!` decides no. */
  readonly decided?: Readonly<Record<string, string>>;
  readonly moments?: Readonly<Partial<Record<MomentName, string>>>;
}

const test = systemActor('test');
/** Moments that are the incident's own. */
const own: Readonly<Record<string, string>> = {
  occurrence: 'occurred',
  detection: 'detected',
  awareness: 'aware',
};

type Query = TestDatabase['query'];

/** Begins an assessment of an incident, as the organisation is said to be. */
export async function beginAssessment(
  { query }: Pick<TestDatabase, 'query'>,
  incidentId: string,
  profile: Readonly<Record<string, unknown>>,
  begunAt: Date,
): Promise<void> {
  const id = randomUUID();
  await query(
    `INSERT INTO profile (id, answers, recorded_at, review_due_on) VALUES ($1, $2, $3, '2030-01-01')`,
    [id, JSON.stringify({ ...nobody, ...profile }), begunAt],
  );
  await query('INSERT INTO assessment (incident_id, profile_id, begun_at) VALUES ($1, $2, $3)', [
    incidentId,
    id,
    begunAt,
  ]);
}

/** Writes what was told straight into the tables, without letting anything follow. */
export async function tell(
  { query }: Pick<TestDatabase, 'query'>,
  incidentId: string,
  told: Told,
  recordedAt: Date,
): Promise<void> {
  const [somebody] = await query<{ id: string }>('SELECT id FROM person LIMIT 1');
  for (const [question, answer] of Object.entries(told.answers ?? {})) {
    await query(
      `INSERT INTO assessment_answer (id, incident_id, question_id, answer, is_estimate, recorded_at)
       VALUES ($1, $2, $3, $4, false, $5)`,
      [randomUUID(), incidentId, question, JSON.stringify(answer), recordedAt],
    );
  }
  for (const [name, decidedAt] of Object.entries(told.decided ?? {})) {
    const [regimeId = '', outcomeId = ''] = name.replace('!', '').split('.');
    await query(
      `INSERT INTO assessment_decision (id, incident_id, regime_id, regime_version, outcome_id, is_so, proposed, basis, decided_at, decided_by)
       VALUES ($1, $2, $3, 1, $4, $5, 'unknown', '{"met":[],"open":[],"facts":[]}', $6, $7)`,
      [randomUUID(), incidentId, regimeId, outcomeId, !name.startsWith('!'), decidedAt, somebody?.id],
    );
  }
  for (const [name, at] of Object.entries(told.moments ?? {}))
    await tellMoment(query, incidentId, name, at, recordedAt);
}

async function tellMoment(
  query: Query,
  incidentId: string,
  name: string,
  at: string,
  recordedAt: Date,
): Promise<void> {
  const column = own[name];
  if (column === undefined) {
    await query(
      'INSERT INTO legal_moment (id, incident_id, name, at, recorded_at) VALUES ($1, $2, $3, $4, $5)',
      [randomUUID(), incidentId, name, at, recordedAt],
    );
    return;
  }
  const moment = {
    at: new Date(at).toISOString(),
    certainty: 'certain',
    setBy: 'test',
    setAt: recordedAt.toISOString(),
    reason: null,
  };
  await query('UPDATE incident SET moments = moments || $2::jsonb WHERE id = $1', [
    incidentId,
    JSON.stringify({ [column]: moment }),
  ]);
}

/** Tells, and lets what is owed follow. */
export async function tellAndFollow(
  desk: Pick<TestDatabase, 'query' | 'database'>,
  incidentId: string,
  told: Told,
  now: Date,
): Promise<void> {
  await tell(desk, incidentId, told, now);
  await desk.database.change(test, (changing) => obligationsFollow(changing, incidentId, 'incident.changed'));
}

export interface LawDatabase extends TestDatabase {
  /** Declares an incident of an organisation that is such, and begins its assessment. @returns its identifier */
  incident(title: string, profile: Readonly<Record<string, unknown>>): Promise<string>;
  tellAndFollow(incidentId: string, told: Told): Promise<void>;
  sent(incidentId: string, regimeId: string, stageId: string, at: string): Promise<string>;
  /** Stage -> limit in UTC, or how it stands. */
  due(incidentId: string): Promise<Record<string, string>>;
}

/** A Belgian organisation on a clock that a test moves; nothing runs beside it. */
export async function openLawDatabase(t: TestContext, clock: Clock): Promise<LawDatabase> {
  const opened = await openTestDatabase(t, { clock });
  const { database, query } = opened;
  const set = await setUpOrganisation(database, {
    organisation: { name: 'Example', country: 'BE', timeZone: 'Europe/Brussels' },
    admin: {
      name: 'Ada',
      email: 'ada@example.org',
      password: 'Belfort klokken luiden om zes uur',
      language: 'en',
    },
  });
  if (isRefusal(set)) throw new Error(`Cannot set up: ${set.refused}`);
  return {
    ...opened,
    incident: async (title, profile) => {
      const incident = await database.change(test, (changing) => declare(changing, { title }, noHooks));
      if (isRefusal(incident)) throw new Error(`Cannot declare: ${incident.refused}`);
      await beginAssessment(opened, incident.id, profile, clock.now());
      return incident.id;
    },
    tellAndFollow: (incidentId, told) => tellAndFollow(opened, incidentId, told, clock.now()),
    sent: (incidentId, regimeId, stageId, at) =>
      database.change(test, async (changing) => {
        const sent = { incidentId, regimeId, stageId, at: new Date(at) };
        return (await recordSubmission(changing, sent, 'incident.changed')).id;
      }),
    due: async (incidentId) => {
      const rows = await query<{ name: string; due_at: Date | null; state: string }>(
        `SELECT regime_id || '.' || stage_id AS name, due_at, state FROM obligation
         WHERE incident_id = $1 AND occurrence = 1`,
        [incidentId],
      );
      return Object.fromEntries(rows.map((row) => [row.name, row.due_at?.toISOString() ?? row.state]));
    },
  };
}
