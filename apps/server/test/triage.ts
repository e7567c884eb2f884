// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ProblemError, type RoutingRule } from '@belfry/contract';
import type { Somebody, TestDesk } from './desk.ts';

type Conditions = Partial<RoutingRule['conditions']>;

export function aRule(name: string, queue: string, conditions: Conditions, handler: string | null = null) {
  return { id: randomUUID(), name, queue, conditions, handler: handler as RoutingRule['handler'] };
}

export async function refused(work: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(work, (error) => error instanceof ProblemError && error.problem.code === code);
}

export async function aQueue(who: Somebody, name: string): Promise<string> {
  return (await who.api.addQueue({ body: { name } })).id;
}

export async function send(desk: TestDesk, body: Record<string, unknown>): Promise<string> {
  const answer = await desk.app.inject({ method: 'POST', url: '/api/v1/reports', payload: body });
  assert.equal(answer.statusCode, 201, answer.body);
  return answer.json<{ reference: string }>().reference;
}
