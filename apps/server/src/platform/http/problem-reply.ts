// SPDX-License-Identifier: Apache-2.0
import { type Problem, problems, type Refusal } from '@belfry/contract';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

/** Seconds after which a call the database could not answer is worth repeating. */
const RETRY_AFTER_SECONDS = 2;

function problemOf(refusal: Refusal, instance?: string): Problem {
  const declared = problems[refusal.refused];
  return {
    type: `/api/problems#${refusal.refused}`,
    title: declared.title,
    status: declared.status,
    code: refusal.refused,
    ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
    whatToDo: declared.whatToDo,
    retry: declared.retry,
    ...(instance === undefined ? {} : { instance }),
    ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
  };
}

/** Answers with a problem document (RFC 9457). */
export function sendProblem(reply: FastifyReply, refusal: Refusal, instance?: string): FastifyReply {
  const problem = problemOf(refusal, instance);
  if (problem.retry && !reply.hasHeader('retry-after')) {
    void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  }
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

/** The fields a schema refused, as JSON Pointers (RFC 6901) below `root`. */
export function fieldErrors(root: string, error: z.ZodError): NonNullable<Problem['errors']> {
  return error.issues.slice(0, 50).flatMap((issue) => {
    const at = (path: readonly PropertyKey[]) =>
      `${root}${path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: at([...issue.path, key]),
        code: 'unknown_field',
        detail: `There is no field "${key.slice(0, 100)}" here: leave it out`,
      }));
    }
    return [{ pointer: at(issue.path), code: issue.code, detail: issue.message }];
  });
}
