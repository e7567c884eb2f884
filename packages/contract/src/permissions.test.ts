// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Permission, roleNames, roles } from './permissions.ts';

// Danger: a rule that gathers by the message of an entry shows the logbook to its writer, who may not look into it.
test('every role that writes rules may search the logbook', () => {
  for (const role of roleNames) {
    const held: readonly Permission[] = roles[role];
    if (held.includes('detection.manage')) assert.ok(held.includes('log.search'), role);
  }
});
