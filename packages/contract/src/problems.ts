// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { announcementProblems } from './announcement-problems.ts';
import { assessmentProblems } from './assessment-problems.ts';
import { callProblems } from './call-problems.ts';
import { detectionRuleProblems } from './detection-rule-problems.ts';
import { documentProblems } from './document-problems.ts';
import { huntProblems } from './hunt-problems.ts';
import { incidentProblems } from './incident-problems.ts';
import { lawProblems } from './law-problems.ts';
import { logProblems } from './log-problems.ts';
import { notificationProblems } from './notification-problems.ts';
import { obligationProblems } from './obligation-problems.ts';
import { pagingProblems } from './paging-problems.ts';
import { peopleProblems } from './people-problems.ts';
import type { ProblemDeclared } from './problem-declared.ts';
import { referralProblems } from './referral-problems.ts';
import { reportProblems } from './report-problems.ts';
import { requestProblems } from './request-problems.ts';

/** The one registry of problems (RFC 9457). A code is forever; titles and advice are words and may improve. */
export const problems = {
  ...requestProblems,
  ...reportProblems,
  ...incidentProblems,
  ...peopleProblems,
  ...callProblems,
  ...assessmentProblems,
  ...logProblems,
  ...detectionRuleProblems,
  ...huntProblems,
  ...documentProblems,
  ...obligationProblems,
  ...pagingProblems,
  ...lawProblems,
  ...notificationProblems,
  ...referralProblems,
  ...announcementProblems,
} as const satisfies Record<string, ProblemDeclared>;

export type ProblemCode = keyof typeof problems;
export const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

/** A problem document, RFC 9457, media type application/problem+json. */
export const problem = z
  .object({
    type: z.string().describe('URI of the problem, ending in its code'),
    title: z.string().describe('What is wrong, in a sentence'),
    status: z.number().int().describe('HTTP status'),
    code: z.enum(problemCodes).describe('Stable code to act on'),
    detail: z.string().optional().describe('What was wrong with this very request'),
    whatToDo: z.string().describe('The next step'),
    retry: z.boolean().describe('Whether the same request may succeed later'),
    instance: z.string().optional().describe('Identifier of this occurrence, for the administrator'),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe('JSON Pointer to the field (RFC 6901)'),
          code: z.string().describe('What is wrong with it, as a stable word'),
          detail: z.string().describe('What is wrong with it, in a sentence'),
        }),
      )
      .optional()
      .describe('Fields that need another value'),
  })
  .describe('A problem document (RFC 9457)');
export type Problem = z.infer<typeof problem>;

/** A decision not to: returned, never thrown. The caller matches on the code. */
export interface Refusal<Code extends ProblemCode = ProblemCode> {
  readonly refused: Code;
  /** What was wrong with this very request: both values, present and wanted. */
  readonly detail?: string;
  readonly errors?: Problem['errors'];
}

export function refuse<const Code extends ProblemCode>(
  code: Code,
  detail?: string,
  errors?: Problem['errors'],
): Refusal<Code> {
  return {
    refused: code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
  };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}
