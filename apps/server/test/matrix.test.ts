// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Permission, type Route, roleNames, roles, routes } from '@belfry/contract';
import type { LightMyRequestResponse } from 'fastify';
import { openTestDesk } from './desk.ts';

const UUID = '00000000-0000-4000-8000-000000000000';

/** An address of the route that nothing is at: what is tested is who gets past the guard, not what lies behind. */
function anAddress(declared: Route): string {
  const reference = declared.path.includes('/reports/') ? 'REP-1999-9999' : 'INC-1999-9999';
  const known: Record<string, string> = { reference, moment: 'occurred', position: '1' };
  return declared.path.replace(/\{(\w+)\}/g, (_whole, name: string) => known[name] ?? UUID);
}

const codeOf = (answer: LightMyRequestResponse) =>
  String(answer.headers['content-type']).includes('json') && answer.body !== ''
    ? (answer.json<{ code?: string }>().code ?? null)
    : null;

const isTestable = (declared: Route) => declared.media !== 'events' && declared.media !== 'redirect';
const tested = Object.values<Route>(routes).filter(isTestable);

test('every route: nobody gets past a guard', async (t) => {
  const desk = await openTestDesk(t);
  for (const declared of tested) {
    const answer = await desk.app.inject({
      method: declared.method,
      url: anAddress(declared),
      ...(declared.body === undefined ? {} : { payload: {} }),
    });
    const expected = declared.guard === 'public' ? 'no' : 'session.required';
    const code = codeOf(answer);
    if (declared.guard !== 'public') {
      assert.equal(code, expected, declared.id);
    }
    assert.notEqual(answer.statusCode, 500, declared.id);
  }
});

for (const role of roleNames) {
  // Danger: a role that can do what its row in the table does not say, or cannot do what it says.
  test(`every route: ${role} gets past exactly the guards its permissions open`, async (t) => {
    const desk = await openTestDesk(t);
    const somebody = await desk.as(role);
    const held: readonly Permission[] = roles[role];
    for (const declared of tested) {
      const answer = await somebody.inject({
        method: declared.method,
        url: anAddress(declared),
        ...(declared.body === undefined ? {} : { payload: {} }),
      });
      const { guard } = declared;
      const isOpen = guard === 'public' || guard === 'signedIn' || held.includes(guard);
      const code = codeOf(answer);
      if (!isOpen) {
        assert.equal(code, 'permission.missing', `${role} at ${declared.id}`);
      } else if (declared.problems?.includes('permission.missing') !== true && guard !== 'public') {
        assert.notEqual(code, 'permission.missing', `${role} at ${declared.id}`);
        assert.notEqual(code, 'session.required', `${role} at ${declared.id}`);
      }
      assert.notEqual(answer.statusCode, 500, `${role} at ${declared.id}: ${answer.body.slice(0, 300)}`);
    }
  });
}
