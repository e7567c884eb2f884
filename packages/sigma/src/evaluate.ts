// SPDX-License-Identifier: Apache-2.0
import { anyText, type EventFields, fieldAt } from './event.ts';
import { folded } from './pattern.ts';
import { areFieldsAlike, type Expression, isText, type Predicate, textOf } from './predicate.ts';
import type { Route } from './route.ts';

/** A field of an event as a rule names it: its own name, or the one its source gives it. */
export function fieldOf(fields: EventFields, route: Route, name: string): unknown {
  const own = fieldAt(fields, name);
  if (own !== undefined) return own;
  const blank = blankFieldAt(fields, name);
  if (blank !== undefined) return blank;
  for (const [rule, event] of route.aliases) {
    if (rule !== name) continue;
    const value = fieldAt(fields, event);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Blanks in the name of a field count for nothing (Sigma rules specification, "Field Usage"). */
function blankFieldAt(fields: EventFields, name: string): unknown {
  for (const key in fields) {
    if (key.includes(' ') && key.replaceAll(' ', '') === name) return fields[key];
  }
  return undefined;
}

function asks(predicate: Predicate, fields: EventFields, route: Route): boolean {
  const { field, test } = predicate;
  if (field === null) return anyText(fields, (text) => isText(test, text, folded(text)));
  const value = fieldOf(fields, route, field);
  if (test.kind === 'exists') return (value !== undefined) === test.isThere;
  if (test.kind === 'null') return value === undefined || value === null;
  const members = Array.isArray(value) ? value : [value];
  return members.some((member) => {
    const text = textOf(member);
    if (text === null) return false;
    if (test.kind !== 'field') return isText(test, text, folded(text));
    const other = textOf(fieldOf(fields, route, test.other));
    return other !== null && areFieldsAlike(test.place, text, other);
  });
}

/**
 * Whether an event is what a rule asks for, by reading the rule from top to bottom. Nothing is prepared and nothing
 * remembered: what the indexed engine has to agree with.
 */
export function holds(expression: Expression, fields: EventFields, route: Route): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.of.every((each) => holds(each, fields, route));
    case 'or':
      return expression.of.some((each) => holds(each, fields, route));
    case 'not':
      return !holds(expression.of, fields, route);
    case 'is':
      return asks(expression.predicate, fields, route);
  }
}
