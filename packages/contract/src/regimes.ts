// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { authorityKind } from './authorities.ts';
import { fourTexts, legalLine } from './law-texts.ts';
import { route } from './route.ts';

const names = (description: string) => z.array(z.string()).describe(description);

export const regimeAnchor = z
  .strictObject({
    kind: z
      .enum(['moment', 'classification', 'submission', 'request', 'limit'])
      .describe('A moment, a decision, something sent, a request, or the limit of another stage'),
    names: names('The moment, the outcome decided, or the stages; none for a request'),
    which: z.enum(['first', 'latest']).nullable().describe('Of several submissions'),
  })
  .describe('Where a clock starts')
  .meta({ id: 'RegimeAnchor' });
export type RegimeAnchor = z.infer<typeof regimeAnchor>;

export const regimePeriod = z
  .strictObject({
    unit: z.enum(['hours', 'days', 'working_days', 'months', 'immediate']).describe('Unit'),
    count: z.int().nullable().describe('How many; null for "without undue delay"'),
  })
  .describe('How long after its start')
  .meta({ id: 'RegimePeriod' });
export type RegimePeriod = z.infer<typeof regimePeriod>;

const term = z
  .strictObject({
    from: regimeAnchor,
    plus: regimePeriod,
    onlyIf: z
      .strictObject({
        anchor: regimeAnchor,
        hoursAfterMax: z.int().describe('Hours'),
      })
      .nullable()
      .describe('Counts only where that came at most so many hours after'),
    onlyFor: names('Facts of the organisation it depends on; none where it counts for everybody'),
  })
  .describe('One way the limit is reckoned')
  .meta({ id: 'RegimeTerm' });
export type RegimeTerm = z.infer<typeof term>;

const stage = z
  .strictObject({
    id: z.string().describe('Stable word of the stage, unique in its regime'),
    name: fourTexts.describe('What people call it'),
    kind: z.string().describe('What is sent or told: early_warning, notification, final …'),
    duty: z
      .enum(['owed', 'expected', 'voluntary'])
      .describe('Owed by us, expected of the authority, or open'),
    due: z.array(term).describe('The earliest of these is the limit; none where there is no clock'),
    recipient: fourTexts.describe('Who gets it'),
    authorityKinds: z
      .array(authorityKind)
      .describe('Kinds of authority that take it, the first one first; none where it goes to somebody else'),
    legal: legalLine,
    owedWhen: names('Outcomes a person must have decided with yes'),
    unlessNot: names('Outcomes that end the duty once decided with no'),
    asks: names('Facts it depends on besides'),
    isOnRequest: z.boolean().describe('Owed only when the authority asks'),
    isRepeating: z.boolean().describe('Owed again whenever its start comes again'),
    insteadWhileOngoing: z.string().nullable().describe('The stage owed instead while it is being handled'),
    afterOngoing: z.string().nullable().describe('Owed only where it is still being handled at that limit'),
    shift: legalLine.nullable().describe('Why a limit on a day off moves to noon of the next working day'),
    late: z
      .enum(['reasons_required', 'inform_before_limit', 'none_stated'])
      .describe('What being late asks for'),
    contents: z
      .array(
        z
          .strictObject({ id: z.string().describe('Stable word'), says: fourTexts })
          .describe('Something it has to say'),
      )
      .describe('What it has to say'),
  })
  .describe('One thing to send or to tell')
  .meta({ id: 'RegimeStage' });
export type RegimeStage = z.infer<typeof stage>;

const line = z
  .strictObject({
    id: z.string().describe('Stable word of the line'),
    says: fourTexts.describe('What it says'),
    asks: names('Questions it is judged by'),
    legal: legalLine,
  })
  .describe('A line of a test of the law, or an outcome')
  .meta({ id: 'RegimeLine' });
export type RegimeLine = z.infer<typeof line>;

export const regimeShown = z
  .strictObject({
    id: z.string().describe('Stable word of the regime'),
    name: fourTexts.describe('Name'),
    jurisdiction: z.string().describe('EU, or the ISO 3166-1 code of the state'),
    version: z.int().describe('Grows with every change of these data'),
    validFrom: z.iso.date().describe('First day'),
    validUntil: z.iso.date().nullable().describe('Last day; null while none is known'),
    isInForce: z.boolean().describe('Whether it is law today; else it is to come'),
    legal: legalLine,
    applies: z
      .strictObject({ asks: names('Questions that decide whom it reaches'), legal: legalLine })
      .describe('Whom it reaches'),
    criteria: z.array(line).describe('Lines of its tests'),
    outcomes: z.array(line).describe('What a person decides'),
    stages: z.array(stage).describe('What is owed'),
  })
  .describe('A body of law, as data')
  .meta({ id: 'Regime' });
export type RegimeShown = z.infer<typeof regimeShown>;

export const lawQuestion = z
  .strictObject({
    id: z.string().describe('Stable word of the question; its unit stands in it'),
    about: z.enum(['organisation', 'incident']).describe('What it is about'),
    answer: z.enum(['yes_no', 'count', 'choice', 'choices']).describe('Kind of answer'),
    choices: names('What can be chosen'),
    asks: fourTexts.describe('The question'),
  })
  .describe('A question of the law, asked once whichever regimes need it')
  .meta({ id: 'LawQuestion' });
export type LawQuestion = z.infer<typeof lawQuestion>;

export const readRegimes = route({
  id: 'regimes.read',
  method: 'GET',
  path: '/api/v1/regimes',
  guard: 'signedIn',
  summary:
    'Read the law as data: regimes in force and to come, their stages, lines and questions; answers 304 to its ETag',
  response: z.strictObject({
    lawAsOf: z.iso.date().describe('The day it is told of'),
    regimes: z.array(regimeShown).describe('Regimes'),
    questions: z.array(lawQuestion).describe('Every question a line may ask'),
    reviews: z
      .array(
        z
          .strictObject({
            id: z.string().describe('Stable word'),
            says: fourTexts.describe('What to look for'),
            everyMonths: z.int().describe('How often somebody has to look, in months'),
            withinMonths: z.int().describe('How far apart incidents may be, in months'),
            countMin: z.int().describe('From how many incidents'),
            legal: legalLine,
          })
          .describe('A look back that a law asks for by itself'),
      )
      .describe('Looks back for recurring incidents'),
    calendars: z
      .array(
        z
          .strictObject({ state: z.string().describe('ISO 3166-1'), legal: legalLine })
          .describe('Bank holidays of a state'),
      )
      .describe('Calendars of bank holidays, and how well each is known'),
  }),
});

export const regimeRoutes = { readRegimes } as const;
