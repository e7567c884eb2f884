// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type FaultCode, isFault } from '../src/index.ts';

/** The value, where no fault was expected. */
export function held<T>(value: T): Exclude<T, { fault: unknown }> {
  assert.ok(!isFault(value), JSON.stringify(value));
  return value as Exclude<T, { fault: unknown }>;
}

export function codeOf(value: unknown): FaultCode | null {
  return isFault(value) ? value.fault : null;
}
