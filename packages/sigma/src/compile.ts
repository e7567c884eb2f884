// SPDX-License-Identifier: Apache-2.0
import type { Ask, CurrentEvent } from './current-event.ts';
import { indexKeyOf } from './field-index.ts';
import type { Expression, Predicate } from './predicate.ts';

/** What asking costs, roughly: what is cheap and often false is asked first. */
function costOfPredicate(predicate: Predicate): number {
  const { field, test } = predicate;
  const isFound = indexKeyOf(predicate) !== null;
  if (test.kind === 'regex') return isFound ? 20 : 200;
  if (field === null) return isFound ? 10 : 300;
  return isFound ? (test.kind === 'pattern' ? 4 : 1) : test.kind === 'network' ? 8 : 3;
}

function costOf(expression: Expression): number {
  switch (expression.kind) {
    case 'is':
      return costOfPredicate(expression.predicate);
    case 'not':
      return costOf(expression.of);
    default:
      return expression.of.reduce((sum, each) => sum + costOf(each), 1);
  }
}

/** Makes a call without arguments out of what a rule asks, about the event that is loaded. Nothing is generated. */
export function compile(expression: Expression, event: CurrentEvent): Ask {
  switch (expression.kind) {
    case 'is': {
      const id = event.idOf(expression.predicate);
      return () => event.is(id);
    }
    case 'not': {
      const of = compile(expression.of, event);
      return () => !of();
    }
    case 'and':
    case 'or':
      return many(expression.kind === 'or', expression.of, event);
  }
}

/** An AND stops at the first that is false, an OR at the first that is true. */
function many(stopsAt: boolean, of: readonly Expression[], event: CurrentEvent): Ask {
  const sorted = of.map((each) => ({ each, cost: costOf(each) })).sort((one, other) => one.cost - other.cost);
  const ids: number[] = [];
  const asks: Ask[] = [];
  for (const { each } of sorted) {
    if (each.kind === 'is' && costOfPredicate(each.predicate) < 10) ids.push(event.idOf(each.predicate));
    else asks.push(compile(each, event));
  }
  // Hundreds of single questions lie side by side, without a call for each.
  const single = Int32Array.from(ids);
  return () => {
    for (let index = 0; index < single.length; index += 1) {
      if (event.is(single[index] as number) === stopsAt) return stopsAt;
    }
    for (const ask of asks) if (ask() === stopsAt) return stopsAt;
    return !stopsAt;
  };
}
