// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Problem, route } from '@belfry/contract';
import { pino } from 'pino';
import { z } from 'zod';
import { anybody, type PersonActor } from '../authorization/actor.ts';
import { systemIds } from '../clock/clock.ts';
import { DatabaseUnavailable } from '../database/database.ts';
import { createApp } from './app.ts';
import { RateLimit } from './rate-limit.ts';
import { registerRoutes } from './register-routes.ts';

const NOW = new Date('2026-11-21T12:00:00Z');
const person: PersonActor = {
  kind: 'person',
  id: '00000000-0000-4000-8000-000000000001',
  name: 'Pat',
  email: 'pat@example.org',
  language: 'en',
  roles: [],
  permissions: new Set(['incidents.read']),
  via: { kind: 'session', id: 's' },
};

const write = route({
  id: 'things.write',
  method: 'POST',
  path: '/api/v1/things/{thing}',
  guard: 'public',
  summary: 'Write',
  perMinuteMax: 2,
  params: z.object({ thing: z.string().regex(/^[a-z]+$/) }),
  body: z.strictObject({ name: z.string().max(5) }),
  response: z.strictObject({ name: z.string() }),
});
const read = route({
  id: 'things.read',
  method: 'GET',
  path: '/api/v1/things',
  guard: 'incidents.read',
  summary: 'Read',
  response: z.strictObject({ name: z.string() }),
});
const manage = route({
  id: 'things.manage',
  method: 'POST',
  path: '/api/v1/manage',
  guard: 'people.manage',
  summary: 'Manage',
});
const fail = route({
  id: 'things.fail',
  method: 'GET',
  path: '/api/v1/fail/{how}',
  guard: 'public',
  summary: 'Fail',
  params: z.object({ how: z.string() }),
});

async function anApp(leaky = false) {
  const app = await createApp({
    logger: pino({ level: 'silent' }),
    ids: systemIds,
    trustProxy: [],
    isHttps: () => true,
  });
  registerRoutes(
    app,
    { write, read, manage, fail },
    {
      write: async ({ body }) => ({ name: body.name }),
      read: async () => (leaky ? ({ name: 'a', password: 'b' } as { name: string }) : { name: 'a' }),
      manage: async () => undefined,
      fail: async ({ params }) => {
        throw params.how === 'away'
          ? new DatabaseUnavailable(new Error('x'), true)
          : new Error('A bug with a secret');
      },
    },
    {
      authenticator: { authenticate: async (headers) => (headers.cookie === 'person' ? person : anybody) },
      rateLimit: new RateLimit({ now: () => NOW }, 60_000),
      now: () => NOW,
      publicOrigin: () => 'https://desk.example.org',
    },
  );
  return app;
}

const problemOf = (answer: { json<T>(): T }) => answer.json<Problem>();

test('registerRoutes() names every field it refuses, with a pointer', async () => {
  const app = await anApp();
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/things/a',
    payload: { name: 'too long', 'a/b~c': 1 },
  });
  assert.equal(answer.statusCode, 422);
  const problem = problemOf(answer);
  assert.equal(problem.code, 'request.not_valid');
  assert.deepEqual(problem.errors?.map(({ pointer, code }) => [pointer, code]).sort(), [
    ['/a~1b~0c', 'unknown_field'],
    ['/name', 'too_big'],
  ]);
});

test('registerRoutes() asks for identity, then permission', async () => {
  const app = await anApp();
  assert.equal(problemOf(await app.inject('/api/v1/things')).code, 'session.required');
  assert.equal((await app.inject({ url: '/api/v1/things', headers: { cookie: 'person' } })).statusCode, 200);
  const refused = await app.inject({ method: 'POST', url: '/api/v1/manage', headers: { cookie: 'person' } });
  assert.equal(problemOf(refused).code, 'permission.missing');
  assert.match(problemOf(refused).detail ?? '', /people\.manage/);
});

// Danger: another site that changes things with the cookie of whoever visits it.
test('registerRoutes() refuses a change that another site asks for', async () => {
  const app = await anApp();
  const ask = (headers: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/things/a',
      payload: { name: 'a' },
      headers: { cookie: 'person', ...headers },
    });
  assert.equal((await ask({ 'sec-fetch-site': 'same-origin' })).statusCode, 200);
  assert.equal((await ask({ 'sec-fetch-site': 'none' })).statusCode, 200);
  assert.equal((await ask({ origin: 'https://desk.example.org' })).statusCode, 200);
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]) {
    assert.equal(
      problemOf(await ask(headers as Record<string, string>)).code,
      'request.cross_site',
      JSON.stringify(headers),
    );
  }
});

test('registerRoutes() limits an address by what a trusted proxy says, and says how long to wait', async () => {
  const app = await anApp();
  const ask = (address: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/things/a',
      payload: { name: 'a' },
      headers: { 'x-forwarded-for': address },
    });
  assert.equal((await ask('192.0.2.1')).statusCode, 200);
  assert.equal((await ask('192.0.2.1')).statusCode, 200);
  const third = await ask('192.0.2.1');
  assert.equal(third.statusCode, 429);
  assert.equal(third.headers['retry-after'], '60');
  assert.equal((await ask('192.0.2.2')).statusCode, 200);
});

test('registerRoutes() answers a database that is away with a retryable problem', async () => {
  const app = await anApp();
  const answer = await app.inject('/api/v1/fail/away');
  assert.equal(answer.statusCode, 503);
  assert.equal(problemOf(answer).retry, true);
  assert.ok(answer.headers['retry-after'] !== undefined);
});

// Danger: an error message that tells a stranger what is inside.
test('registerRoutes() says nothing of a bug but where to find it', async () => {
  const app = await anApp();
  const answer = await app.inject('/api/v1/fail/bug');
  assert.equal(answer.statusCode, 500);
  assert.ok(!answer.body.includes('secret'));
  assert.match(problemOf(answer).instance ?? '', /^[0-9a-f-]{36}$/);
});

// Danger: a new column that leaves the server because somebody spread a row.
test('registerRoutes() fails rather than send a field the contract does not name', async () => {
  const app = await anApp(true);
  const answer = await app.inject({ url: '/api/v1/things', headers: { cookie: 'person' } });
  assert.equal(answer.statusCode, 500);
  assert.ok(!answer.body.includes('password'));
});

test('createApp() protects every answer with its headers', async () => {
  const app = await anApp();
  const { headers } = await app.inject('/nothing');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.equal(headers['cache-control'], 'no-store');
  assert.match(String(headers['content-security-policy']), /default-src 'none'/);
  assert.match(String(headers['strict-transport-security']), /max-age/);
});

test('createApp() answers an oversized body, a wrong content type and malformed JSON with a problem', async () => {
  const app = await anApp();
  const post = (payload: string, type: string) =>
    app.inject({ method: 'POST', url: '/api/v1/things/a', payload, headers: { 'content-type': type } });
  assert.equal(
    problemOf(await post(`"${'a'.repeat(1_100_000)}"`, 'application/json')).code,
    'request.too_large',
  );
  assert.equal(problemOf(await post('<a/>', 'application/xml')).code, 'request.media_type_unknown');
  assert.equal(problemOf(await post('{"name":', 'application/json')).code, 'request.malformed');
  assert.equal(
    problemOf(await post('{"__proto__": {"a": 1}}', 'application/json')).code,
    'request.not_valid',
  );
});
