// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { openTestDesk } from '../../../test/desk.ts';
import { createAuthenticator } from './authenticator.ts';

const DAY_MS = 86_400_000;

// Danger: a program that calls every second, and is believed for ever because it was believed a second ago.
test('authenticate() asks again in time, however often a token calls', async (t) => {
  const desk = await openTestDesk(t);
  const { token } = await desk.as('handler');
  const authenticator = createAuthenticator(desk.database, () => false);
  const headers = { authorization: `Bearer ${token}` };
  const start = Date.parse('2026-11-21T10:00:00Z');
  await desk.query('UPDATE api_token SET expires_at = $1', [new Date(start + DAY_MS)]);
  const isIn = async (ms: number) =>
    !isRefusal(await authenticator.authenticate(headers, new Date(start + ms)));
  assert.ok(await isIn(0));
  // Another process revokes it: nothing here is told.
  await desk.query('UPDATE api_token SET revoked_at = $1', [new Date(start)]);
  assert.ok(await isIn(1_000), 'what was looked up a moment ago is believed');
  assert.ok(await isIn(2_000));
  assert.ok(!(await isIn(4_000)), 'believing it did not make it younger');
});

test('authenticate() lets a token that ran out in no more, however busy it is', async (t) => {
  const desk = await openTestDesk(t);
  const { token } = await desk.as('handler');
  const authenticator = createAuthenticator(desk.database, () => false);
  const headers = { authorization: `Bearer ${token}` };
  const start = Date.parse('2026-11-21T10:00:00Z');
  await desk.query('UPDATE api_token SET expires_at = $1', [new Date(start + 5_000)]);
  const answers: boolean[] = [];
  for (let second = 0; second <= 10; second += 1) {
    answers.push(!isRefusal(await authenticator.authenticate(headers, new Date(start + second * 1_000))));
  }
  assert.equal(answers[0], true);
  assert.equal(answers.at(-1), false);
});
