// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Role } from '@belfry/contract';
import { listenersOf } from './listeners.ts';

const person = (name: string, role: Role, choice: boolean | null = null) => ({
  ...{ id: name, name, email: `${name}@example.org`, language: 'en', roles: [role], choice },
});
const names = (...people: ReturnType<typeof person>[]) => listenersOf(people).map(({ name }) => name);

test('listenersOf() tells log owners and those responsible for IT, and whoever chose to be told', () => {
  assert.deepEqual(
    names(
      person('owner', 'log_owner'),
      person('it', 'it_responsible'),
      person('auditor', 'auditor'),
      person('curious', 'dpo', true),
      person('tired', 'log_owner', false),
    ),
    ['owner', 'it', 'curious'],
  );
});

test('listenersOf() tells nobody who may not see the health of the log, whatever they chose', () => {
  assert.deepEqual(names(person('helper', 'helpdesk', true), person('owner', 'log_owner')), ['owner']);
});

// Danger: everybody switched it off, and the log dies unheard.
test('listenersOf() falls back on administrators, then on everybody who may hear', () => {
  assert.deepEqual(names(person('tired', 'log_owner', false), person('admin', 'administrator')), ['admin']);
  assert.deepEqual(names(person('tired', 'log_owner', false), person('auditor', 'auditor')), [
    'tired',
    'auditor',
  ]);
});
