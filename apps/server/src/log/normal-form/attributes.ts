// SPDX-License-Identifier: Apache-2.0
import { logLimits } from '../log-limits.ts';
import type { Attribute } from './normal-form.ts';

/** The mark behind what was cut: the whole stands in the raw bytes. */
const cutMark = '…';

/**
 * A text at most as long as an attribute may be, and well-formed: JSON may name half a surrogate pair, which is no text
 * and which stores refuse together with everything sent along with it.
 */
export function cutText(text: string, charactersMax: number = logLimits.attributeCharactersMax): string {
  const cut = text.length <= charactersMax ? text : text.slice(0, charactersMax) + cutMark;
  return cut.isWellFormed() ? cut : cut.toWellFormed();
}

/** Sets what a sender named. `__proto__` is a name like any other and reaches no prototype. */
export function setAttribute(attributes: Record<string, Attribute>, name: string, value: Attribute): void {
  if (name === '__proto__') {
    Object.defineProperty(attributes, name, { value, enumerable: true, writable: true, configurable: true });
    return;
  }
  attributes[name] = value;
}

/** Names an entry may still bring: one is handed through the whole of it. */
export interface Allowance {
  names: number;
}

export function newAllowance(): Allowance {
  return { names: logLimits.attributeNamesMax };
}

/**
 * Copies what a sender sent, within bounds: no deeper, no wider and no longer than the index bears. What is left out
 * is marked where it stood.
 */
export function boundedCopy(value: unknown, allowance: Allowance, depth = 1): Attribute {
  if (typeof value === 'string') return cutText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object') return null;
  if (depth > logLimits.attributeDepthMax) return cutMark;
  if (Array.isArray(value)) return copiedList(value, allowance, depth);
  const copied: Record<string, Attribute> = {};
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue;
    if (!takeName(allowance)) {
      copied[cutMark] = true;
      break;
    }
    const short = cutText(name, logLimits.attributeNameCharactersMax);
    setAttribute(copied, short, boundedCopy((value as Record<string, unknown>)[name], allowance, depth + 1));
  }
  return copied;
}

/** Items of a list count as names: a list of a million zeros is as wide as a million fields. */
function copiedList(list: readonly unknown[], allowance: Allowance, depth: number): Attribute {
  const copied: Attribute[] = [];
  for (const item of list) {
    if (!takeName(allowance)) {
      copied.push(cutMark);
      break;
    }
    copied.push(boundedCopy(item, allowance, depth + 1));
  }
  return copied;
}

/** Copies the names of an object beside those there are, but for some, without replacing any. */
export function copyInto(
  attributes: Record<string, Attribute>,
  object: Readonly<Record<string, unknown>>,
  left: ReadonlySet<string>,
  allowance: Allowance,
): void {
  for (const name in object) {
    if (!Object.hasOwn(object, name) || left.has(name) || Object.hasOwn(attributes, name)) continue;
    if (!takeName(allowance)) {
      attributes[cutMark] = true;
      return;
    }
    setAttribute(
      attributes,
      cutText(name, logLimits.attributeNameCharactersMax),
      boundedCopy(object[name], allowance, 2),
    );
  }
}

export function takeName(allowance: Allowance): boolean {
  if (allowance.names <= 0) return false;
  allowance.names -= 1;
  return true;
}
