// SPDX-License-Identifier: Apache-2.0
import { windowsFields } from './event-windows.ts';
import { isMap } from './is-map.ts';
import type { Route } from './route.ts';
import { fieldsOfLine } from './text-line.ts';

/** The fields of an event, under the names rules use. */
export type EventFields = Readonly<Record<string, unknown>>;

/** What whoever took an event in knows of it besides what it says. */
export interface Beside {
  /** Where it also comes from: rules about either are asked. Best one object for all events from there. */
  readonly route: Route;
  /** How many of its names, from the first, its sender wrote: keywords are not looked for in the others. */
  readonly sentNames: number;
}
const beside = Symbol('beside');
type Known = EventFields & { [beside]?: Beside };

/** Says of an event what is known besides. A symbol: no sender can write it, and no rule asks for it. */
export function setBeside(fields: EventFields, known: Beside): void {
  (fields as Known)[beside] = known;
}

export function besideOf(fields: EventFields): Beside | undefined {
  return (fields as Known)[beside];
}

const DEPTH_MAX = 16;

/**
 * Brings an event into the names rules use, from the shapes collectors send: those of Windows in event-windows.ts, and
 * lines of text in a known format. What has those names already stays as it is, without a copy.
 */
export function fieldsOfEvent(raw: unknown): EventFields {
  if (typeof raw === 'string') return fieldsOfLine(raw) ?? { message: raw };
  if (!isMap(raw)) return { message: JSON.stringify(raw) };
  return windowsFields(raw) ?? raw;
}

/** A field by its name: first a key that is called just so, dots and all, then a path through maps and lists. */
export function fieldAt(fields: EventFields, name: string): unknown {
  if (Object.hasOwn(fields, name)) return fields[name];
  return name.includes('.') ? along(fields, name.split('.'), 0) : undefined;
}

/** Follows a path; a list on the way stands for each of its members. */
function along(value: unknown, path: readonly string[], depth: number): unknown {
  if (depth === path.length) return value;
  if (depth > DEPTH_MAX) return undefined;
  if (Array.isArray(value)) {
    const found = value.map((each) => (isMap(each) ? along(each, path, depth) : undefined));
    const there = found.filter((each) => each !== undefined);
    return there.length === 0 ? undefined : there.flat();
  }
  const key = path[depth] as string;
  return isMap(value) && Object.hasOwn(value, key) ? along(value[key], path, depth + 1) : undefined;
}

/** Calls for every text its sender wrote in an event, however deep: what a keyword is looked for in. @returns whether one said yes */
export function anyText(fields: EventFields, says: (text: string) => boolean): boolean {
  let left = besideOf(fields)?.sentNames ?? Number.POSITIVE_INFINITY;
  for (const name in fields) {
    if (left === 0) return false;
    left -= 1;
    if (isTextIn(fields[name], says, 1)) return true;
  }
  return false;
}

/** @param depth of the value: 1 for that of a field */
export function isTextIn(value: unknown, says: (text: string) => boolean, depth: number): boolean {
  if (typeof value === 'string') return says(value);
  if (typeof value === 'number' || typeof value === 'boolean') return says(String(value));
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return false;
  const parts = Array.isArray(value) ? value : Object.values(value);
  return parts.some((part) => isTextIn(part, says, depth + 1));
}
