// SPDX-License-Identifier: Apache-2.0
import { logLimits } from '../log-limits.ts';
import { type Allowance, boundedCopy, cutText, newAllowance, setAttribute, takeName } from './attributes.ts';
import { targetOf } from './field-names.ts';
import type { Attribute, Draft, ReadHints } from './normal-form.ts';
import { take } from './take.ts';

/** An object of JSON as it was parsed: nobody has looked at what it holds. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object a text holds; null when it holds none. Depth is no danger: the platform's parser does not recurse. */
export function objectIn(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** How deep names are looked up: deeper ones belong to the sender. */
const namedDepthMax = 4;

/**
 * Fills fields from the names of an object, nested or dotted, and leaves the rest in the attributes as it was. The
 * outer names come first: an object inside cannot take the place of what stands above it.
 */
export function takeObject(form: Draft, object: JsonObject, hints: ReadHints): void {
  const allowance = newAllowance();
  mergeInto(form.attributes, remaining(form, object, '', hints, allowance, 1));
}

function remaining(
  form: Draft,
  object: JsonObject,
  prefix: string,
  hints: ReadHints,
  allowance: Allowance,
  depth: number,
): Record<string, Attribute> {
  const rest: Record<string, Attribute> = {};
  const inner: string[] = [];
  for (const name in object) {
    if (!Object.hasOwn(object, name)) continue;
    if (!takeName(allowance)) {
      rest['…'] = true;
      break;
    }
    const value = object[name];
    if (isObject(value)) {
      inner.push(name);
      continue;
    }
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const target = targetOf(path);
    if (target !== null && take(form, target, value, hints)) continue;
    setAttribute(
      rest,
      cutText(name, logLimits.attributeNameCharactersMax),
      boundedCopy(value, allowance, depth + 1),
    );
  }
  for (const name of inner) {
    const value = object[name] as JsonObject;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const kept =
      depth < namedDepthMax
        ? remaining(form, value, path, hints, allowance, depth + 1)
        : boundedCopy(value, allowance, depth + 1);
    if (depth < namedDepthMax && Object.keys(kept as object).length === 0) continue;
    setAttribute(rest, cutText(name, logLimits.attributeNameCharactersMax), kept);
  }
  return rest;
}

/** Adds attributes to those there are, without replacing any. */
function mergeInto(attributes: Record<string, Attribute>, more: Record<string, Attribute>): void {
  for (const name of Object.keys(more)) {
    if (!Object.hasOwn(attributes, name)) setAttribute(attributes, name, more[name] ?? null);
  }
}

/** One name and value beside the others: a field when it is one, else an attribute. */
export function takePair(
  form: Draft,
  name: string,
  value: string,
  hints: ReadHints,
  allowance: Allowance,
): void {
  const target = targetOf(name);
  if (target !== null && take(form, target, value, hints)) return;
  if (Object.hasOwn(form.attributes, name) || !takeName(allowance)) return;
  setAttribute(form.attributes, cutText(name, logLimits.attributeNameCharactersMax), cutText(value));
}
