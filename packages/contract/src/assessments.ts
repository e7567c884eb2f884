// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { incidentReference, instant, pageOf, pageQuery, personShown, text } from './identifiers.ts';
import { lawAnswer, lawTruth } from './law-texts.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** Moments that only the law tells apart; occurrence, detection and awareness are the incident’s own. */
export const legalMomentNames = [
  'awareness_of_significance',
  'awareness_of_breach',
  'awareness_of_vulnerability',
  'awareness_of_severe_incident',
  'awareness_of_trust_breach',
  'fix_availability',
  'recovery',
  'end_of_handling',
  'end_of_significant_impact',
  'end_of_disturbance',
] as const;
export type LegalMomentName = (typeof legalMomentNames)[number];

/** The organisation’s own marks of a crisis are asked and decided like a law; this is its name. */
export const crisisRegimeId = 'crisis';

const regimeId = text(120, 'Regime of `regimes.read`, or `crisis`');
const outcomeId = text(120, 'Outcome of the regime');
const questionId = text(120, 'Question of `regimes.read`, or `crisis.` and the identifier of a criterion');

/** What is known of one question; null is "not known". */
export type AnswerValue = z.infer<typeof lawAnswer>;

const signed = {
  recordedAt: instant.describe('When it was written down'),
  recordedBy: personShown.nullable().describe('Who wrote it down; null for Belfry itself'),
};

export const assessmentAnswer = z
  .strictObject({
    id: z.uuid().describe('This answer; say it when answering anew, to notice another in between'),
    value: lawAnswer,
    isEstimate: z.boolean().describe('Whether it is an estimate'),
    note: z.string().nullable().describe('Where it comes from, in words'),
    ...signed,
  })
  .describe('An answer')
  .meta({ id: 'AssessmentAnswer' });
export type AssessmentAnswer = z.infer<typeof assessmentAnswer>;

/** Facts of the incident that suggest an answer. */
export const suggestionSources = ['personal_data', 'class', 'root_cause', 'moments'] as const;

const assessmentQuestion = z
  .strictObject({
    question: questionId,
    regimes: z.array(regimeId).describe('Regimes that need it'),
    isOpen: z.boolean().describe('Whether its answer can still turn a proposal, as things stand'),
    answer: assessmentAnswer.nullable().describe('The latest answer; null while nobody gave one'),
    suggestion: z
      .strictObject({
        value: lawAnswer,
        from: z.enum(suggestionSources).describe('Fact of the incident it comes from'),
      })
      .nullable()
      .describe('What the incident itself says, for a person to accept'),
  })
  .describe('A question the law asks about the incident, once for all regimes')
  .meta({ id: 'AssessmentQuestion' });
export type AssessmentQuestion = z.infer<typeof assessmentQuestion>;

const usedFact = z
  .strictObject({
    question: questionId,
    value: lawAnswer,
    isEstimate: z.boolean().describe('Whether it is an estimate'),
    from: z.enum(['profile', 'incident']).describe('What the organisation is, or what happened'),
  })
  .describe('A fact a rule looked at and found')
  .meta({ id: 'UsedFact' });
export type UsedFact = z.infer<typeof usedFact>;

const basis = {
  met: z.array(z.string()).describe('Criteria that hold, in the order of the law'),
  facts: z.array(usedFact).describe('Facts the rule used'),
  open: z.array(questionId).describe('Questions that are open and could still turn it'),
};
export const decisionBasis = z.strictObject(basis).describe('What a decision rests on, as it stood');
export type DecisionBasis = z.infer<typeof decisionBasis>;

export const assessmentDecision = z
  .strictObject({
    id: z.uuid().describe('This decision'),
    isSo: z.boolean().describe('What was decided'),
    proposed: lawTruth.describe('What the rule said then'),
    reason: z.string().nullable().describe('Why'),
    regimeVersion: z.number().int().describe('Version of the regime it was decided under'),
    basis: decisionBasis,
    decidedAt: instant.describe('When it was signed'),
    decidedBy: personShown.describe('Who signed it'),
  })
  .describe('A signed decision')
  .meta({ id: 'AssessmentDecision' });
export type AssessmentDecision = z.infer<typeof assessmentDecision>;

const assessedOutcome = z
  .strictObject({
    outcome: outcomeId,
    proposed: lawTruth,
    ...basis,
    isAwaited: z.boolean().describe('Whether something hangs on it, as the other decisions stand'),
    decision: assessmentDecision.nullable().describe('The decision that stands; null while there is none'),
    isToReassess: z
      .boolean()
      .describe('Whether the rule now says something else than when it was decided; the decision stands'),
    changed: z
      .array(
        z
          .strictObject({ question: questionId, before: lawAnswer, now: lawAnswer })
          .describe('A fact that changed'),
      )
      .describe('Facts that changed since the decision'),
  })
  .describe('What a person decides, helped by a rule')
  .meta({ id: 'AssessedOutcome' });
export type AssessedOutcome = z.infer<typeof assessedOutcome>;

export const assessedRegime = z
  .strictObject({
    regime: regimeId,
    version: z.number().int().describe('Version of its data'),
    applies: lawTruth.describe('yes, or unknown where the profile leaves it open'),
    why: z.array(questionId).describe('Facts of the profile that decided, or that are missing'),
    outcomes: z.array(assessedOutcome).describe('What a person decides; empty where nothing is'),
  })
  .describe('A regime that asks something of the incident')
  .meta({ id: 'AssessedRegime' });
export type AssessedRegime = z.infer<typeof assessedRegime>;

const legalMoment = z
  .strictObject({
    name: z.enum(legalMomentNames).describe('Which moment'),
    regimes: z.array(regimeId).describe('Regimes whose clocks run from it'),
    id: z.uuid().nullable().describe('The entry that stands; null while there is none'),
    at: instant.nullable().describe('The moment; null while it is not known, or was taken back'),
    reason: z.string().nullable().describe('Why it was corrected or taken back'),
    recordedAt: instant.nullable().describe('When it was written down'),
    recordedBy: personShown.nullable().describe('Who wrote it down'),
  })
  .describe('A moment that only the law tells apart')
  .meta({ id: 'LegalMoment' });
export type LegalMoment = z.infer<typeof legalMoment>;

export const assessment = z
  .strictObject({
    incident: incidentReference,
    begunAt: instant.nullable().describe('When it was begun; null while nobody has answered or confirmed'),
    version: z.number().int().describe('Grows with every change; 0 while it is not begun'),
    profile: z
      .strictObject({
        id: z.uuid().nullable().describe('Version of the profile; null where nobody said what we are'),
        recordedAt: instant.nullable().describe('When that version was recorded'),
        isLatest: z.boolean().describe('Whether no newer version stands'),
      })
      .describe('What the organisation was taken to be'),
    lawAsOf: z.iso.date().describe('The civil day whose law counts'),
    lawAsOfFrom: z.enum(['awareness', 'declaration']).describe('What that day comes from'),
    regimes: z.array(assessedRegime).describe('Regimes that apply or may apply'),
    questions: z.array(assessmentQuestion).describe('What they ask, each once'),
    moments: z.array(legalMoment).describe('Moments their clocks run from'),
    undecidedCount: z.number().int().describe('Outcomes of applying regimes nobody decided'),
    reassessCount: z.number().int().describe('Decisions whose proposal changed since'),
  })
  .describe('What the law asks about an incident, and what people decided')
  .meta({ id: 'Assessment' });
export type Assessment = z.infer<typeof assessment>;

const byReference = z.object({ reference: incidentReference });
const seenEntry = z
  .uuid()
  .nullable()
  .optional()
  .describe('The entry that stood when this was written, null for none; refused when another stands now');
const changeProblems = [
  'incident.not_found',
  'incident.status_does_not_allow',
  'assessment.changed_meanwhile',
] as const;

export const readAssessment = route({
  id: 'assessments.read',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/assessment',
  guard: 'signedIn',
  summary: 'Read what the law asks about an incident, what is proposed, and what was decided',
  params: byReference,
  response: assessment,
  problems: ['incident.not_found'],
});

export const answerAssessment = route({
  id: 'assessments.answer',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/assessment/answers',
  guard: 'incidents.work',
  summary: 'Answer questions of the law; answers before stay in the record',
  params: byReference,
  body: z.strictObject({
    answers: z
      .array(
        z
          .strictObject({
            question: questionId,
            value: lawAnswer,
            isEstimate: z.boolean().default(false).describe('Whether it is an estimate'),
            note: text(limits.reasonCharactersMax, 'Where it comes from').optional(),
            seen: seenEntry,
          })
          .describe('One answer'),
      )
      .min(1)
      .max(limits.assessmentAnswersMax)
      .describe('All of them, or none'),
  }),
  response: assessment,
  problems: [...changeProblems, 'assessment.question_unknown', 'assessment.answer_not_fitting'],
});

export const setLegalMoment = route({
  id: 'assessments.set_moment',
  method: 'PUT',
  path: '/api/v1/incidents/{reference}/assessment/moments/{moment}',
  guard: 'incidents.work',
  summary: 'Set a moment of the law, correct it, or take it back; the one before stays in the record',
  params: z.object({
    reference: incidentReference,
    moment: z.enum(legalMomentNames).describe('Which moment'),
  }),
  body: z.strictObject({
    at: instant.nullable().describe('The moment; null takes it back'),
    reason: text(limits.reasonCharactersMax, 'Why; needed to correct or take back').optional(),
    seen: seenEntry,
  }),
  response: assessment,
  problems: [...changeProblems, 'assessment.reason_required', 'assessment.moment_in_future'],
});

export const decideOutcome = route({
  id: 'assessments.decide',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/assessment/decisions',
  guard: 'assessments.decide',
  summary:
    'Sign what an incident is under a law; the reason is needed for no, and against what the rule says',
  params: byReference,
  body: z.strictObject({
    regime: regimeId,
    outcome: outcomeId,
    isSo: z.boolean().describe('What is decided'),
    reason: text(limits.reasonCharactersMax, 'Why').optional(),
    seen: z
      .strictObject({
        decision: z.uuid().nullable().describe('The decision that stood; null for none'),
        proposed: lawTruth,
        facts: z.array(usedFact).describe('The facts that stood'),
      })
      .optional()
      .describe('What lay before whoever signs; refused when it is another by now'),
  }),
  response: assessment,
  problems: [...changeProblems, 'assessment.outcome_unknown', 'assessment.reason_required'],
});

export const takeOverProfile = route({
  id: 'assessments.take_over_profile',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/assessment/profile',
  guard: 'incidents.work',
  summary: 'Judge the incident by the newest version of the profile',
  params: byReference,
  response: assessment,
  problems: ['incident.not_found', 'incident.status_does_not_allow'],
});

export const previewDecision = route({
  id: 'assessments.preview',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/assessment/consequences',
  guard: 'signedIn',
  summary: 'Read what would be owed if an outcome were decided with yes now',
  params: byReference,
  query: z.strictObject({ regime: regimeId, outcome: outcomeId }),
  response: z.strictObject({
    stages: z
      .array(
        z
          .strictObject({
            stage: z.string().describe('Stage of the regime'),
            state: z.string().describe('How it would stand'),
            dueAt: instant.nullable().describe('When it would be due; null where no clock would run yet'),
            isWithoutUndueDelay: z.boolean().describe('Whether the law gives no number'),
            startedFrom: z.string().nullable().describe('Anchor that would start it'),
            missing: z.array(z.string()).describe('Moments its clock waits for'),
          })
          .describe('A stage'),
      )
      .describe('Stages that this outcome makes owed'),
    missingMoments: z.array(z.string()).describe('Moments nobody has recorded and a clock waits for'),
  }),
  problems: ['incident.not_found', 'assessment.outcome_unknown'],
});

export const assessmentEntry = z
  .strictObject({
    id: z.uuid().describe('The entry'),
    kind: z.enum(['answer', 'moment', 'decision']).describe('What it is'),
    name: z.string().describe('Question, moment, or regime and outcome with a slash'),
    value: lawAnswer.describe('The answer, the moment, or the decision'),
    isEstimate: z.boolean().describe('Whether it is an estimate'),
    proposed: lawTruth.nullable().describe('What the rule said, for a decision'),
    basis: decisionBasis.nullable().describe('What it rested on, for a decision'),
    reason: z.string().nullable().describe('Note or reason'),
    isStanding: z.boolean().describe('Whether nothing came after it'),
    at: instant.describe('When it was written down'),
    by: personShown.nullable().describe('Who wrote it down'),
  })
  .describe('An entry of an assessment, kept for ever')
  .meta({ id: 'AssessmentEntry' });
export type AssessmentEntry = z.infer<typeof assessmentEntry>;

export const readAssessmentHistory = route({
  id: 'assessments.history',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/assessment/history',
  guard: 'signedIn',
  summary: 'Read every answer, moment and decision, newest first',
  params: byReference,
  query: z.strictObject({ ...pageQuery, name: text(250, 'Only entries of this name').optional() }),
  response: pageOf(assessmentEntry),
  problems: ['incident.not_found', 'request.not_valid'],
});

export const listAssessmentsDue = route({
  id: 'assessments.due',
  method: 'GET',
  path: '/api/v1/assessments/due',
  guard: 'signedIn',
  summary: 'List incidents with something to decide or to assess again, newest first',
  query: z.strictObject(pageQuery),
  response: pageOf(
    z
      .strictObject({
        incident: incidentReference,
        title: z.string().describe('Title'),
        undecidedCount: z.number().int().describe('Outcomes nobody decided'),
        reassessCount: z.number().int().describe('Decisions whose proposal changed since'),
      })
      .describe('An incident'),
  ).extend({ total: z.number().int().describe('How many there are') }),
  problems: ['request.not_valid'],
});

export const assessmentRoutes = {
  readAssessment,
  answerAssessment,
  setLegalMoment,
  decideOutcome,
  takeOverProfile,
  previewDecision,
  readAssessmentHistory,
  listAssessmentsDue,
} as const;
