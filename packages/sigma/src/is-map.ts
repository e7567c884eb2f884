// SPDX-License-Identifier: Apache-2.0

/** Whether a value of a rule or an event has fields: an object, and no list. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
