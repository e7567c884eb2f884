// SPDX-License-Identifier: Apache-2.0
import {
  type Assessment,
  type assessmentRoutes,
  type EventName,
  isRefusal,
  type ProblemCode,
  type Refusal,
} from '@belfry/contract';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import {
  answer,
  begin,
  decide,
  incidentToAssess,
  type ObligationsFollow,
  setMoment,
  settle,
  takeOver,
} from './assessment-steps.ts';
import { type AssessedIncident, findAssessed } from './assessment-store.ts';
import { findDue, readHistoryPage } from './history-store.ts';
import { previewOf } from './preview.ts';
import { presentWhole, readWhole } from './whole-assessment.ts';

export interface AssessmentParts {
  readonly database: Database;
  readonly obligationsFollow: ObligationsFollow;
}

type StepCode = 'incident.not_found' | 'incident.status_does_not_allow';

/** Takes a step of an assessment, which begins with its first one, and shows what it made of it. */
async function stepped<Code extends ProblemCode>(
  parts: AssessmentParts,
  actor: PersonActor,
  reference: string,
  because: EventName,
  step: (changing: Changing, incident: AssessedIncident) => Promise<Refusal<Code> | null>,
): Promise<Assessment | Refusal<Code | StepCode>> {
  return parts.database.change(actor, async (changing) => {
    const incident = await incidentToAssess(changing, reference);
    if (isRefusal(incident)) return incident;
    await begin(changing, incident);
    const refused = await step(changing, incident);
    if (refused !== null) return refused;
    return presentWhole(changing.sql, await settle(changing, incident, because, parts.obligationsFollow));
  });
}

export function assessmentHandlers(parts: AssessmentParts): Handlers<typeof assessmentRoutes> {
  const { database } = parts;
  return {
    readAssessment: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const incident = await findAssessed(sql, params);
        return isRefusal(incident) ? incident : presentWhole(sql, await readWhole(sql, incident));
      }),
    answerAssessment: ({ actor, body, params }) =>
      stepped(parts, actor, params.reference, 'assessment.answered', (changing, incident) =>
        answer(changing, incident, body.answers),
      ),
    setLegalMoment: ({ actor, body, params }) =>
      stepped(parts, actor, params.reference, 'assessment.moment_set', (changing, incident) =>
        setMoment(changing, incident, params.moment, body),
      ),
    decideOutcome: ({ actor, body, params }) =>
      stepped(parts, actor, params.reference, 'assessment.decided', (changing, incident) =>
        decide(changing, actor, incident, body),
      ),
    takeOverProfile: ({ actor, params }) =>
      stepped(parts, actor, params.reference, 'assessment.profile_taken_over', takeOver),
    previewDecision: ({ actor, params, query }) =>
      database.read(actor, async ({ now, sql }) => {
        const incident = await findAssessed(sql, params);
        return isRefusal(incident) ? incident : previewOf(await readWhole(sql, incident), query, now);
      }),
    readAssessmentHistory: ({ actor, params, query }) =>
      database.read(actor, async ({ sql }) => {
        const incident = await findAssessed(sql, params);
        return isRefusal(incident) ? incident : readHistoryPage(sql, incident.id, query);
      }),
    listAssessmentsDue: ({ actor, query }) => database.read(actor, (reading) => findDue(reading, query)),
  };
}
