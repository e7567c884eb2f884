// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDesk } from './desk.ts';

test('composeDesk() answers health, readiness, metrics and its own description', async (t) => {
  const desk = await openTestDesk(t);
  assert.equal((await desk.app.inject('/healthz')).statusCode, 200);
  assert.deepEqual((await desk.app.inject('/readyz')).json(), { status: 'ready' });
  assert.match(
    (await desk.app.inject('/metrics')).body,
    /belfry_http_request_seconds_count\{route="\/healthz"/,
  );
  const described = (await desk.app.inject('/api/openapi.json')).json<{ openapi: string }>();
  assert.equal(described.openapi, '3.1.0');
});

test('composeDesk() answers what it does not know with a problem', async (t) => {
  const desk = await openTestDesk(t);
  const answer = await desk.app.inject('/api/v1/nothing');
  assert.equal(answer.statusCode, 404);
  assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8');
  assert.equal(answer.json<{ code: string }>().code, 'route.not_found');
});
