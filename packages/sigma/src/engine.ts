// SPDX-License-Identifier: Apache-2.0
import { type Automaton, buildAutomaton } from './automaton.ts';
import { anyText, type EventFields, fieldAt } from './event.ts';
import { isAbout, routeOfEvent } from './logsource.ts';
import {
  areFieldsAlike,
  type Expression,
  isText,
  keyOfPredicate,
  type Predicate,
  textOf,
} from './predicate.ts';
import type { Route } from './route.ts';
import type { SigmaRule } from './rule.ts';
import { type Witness, witnessesOf } from './witness.ts';

/** Finds the rules that hold for an event. */
export interface Engine {
  readonly rules: readonly SigmaRule[];
  /** The rules that hold, in the order they were given. */
  match(fields: EventFields): SigmaRule[];
}

export interface EngineOptions {
  /** Ask every rule of every event, whatever its log source: for events that do not tell where they come from. */
  readonly allSources?: boolean;
  readonly cost?: CostSampling;
}

/** Tells what asking single rules costs, of every so manieth event: clocks are read for a few events only. */
export interface CostSampling {
  readonly every: number;
  /** A clock that only goes forward, in ns. */
  readonly now: () => number;
  readonly told: (rule: SigmaRule, ns: number) => void;
}

type Ask = () => boolean;

/** What one field of a plan points at: rules, by their number. */
interface FieldIndex {
  readonly slot: number;
  readonly exact: Map<string, number[]>;
  readonly basename: Map<string, number[]>;
  readonly inside: Automaton | null;
  readonly insideRules: readonly (readonly number[])[];
  readonly present: readonly number[];
}

/** Everything prepared for events of one origin. */
interface Plan {
  readonly fields: readonly FieldIndex[];
  /** Slots of names with dots, which are looked for along a path when no key is called so. */
  readonly dotted: readonly number[];
  readonly always: readonly number[];
  readonly words: Automaton | null;
  readonly wordRules: readonly (readonly number[])[];
  /** Aliases of the route, as slots. */
  readonly aliases: readonly (readonly [to: number, from: string])[];
}

/** Origins are chosen by senders: what is prepared for them is bounded, the oldest goes. */
const PLANS_MAX = 500;

/** Prepares an engine for a set of rules. It keeps state for the event it looks at: one engine a thread. */
export function createEngine(rules: readonly SigmaRule[], options: EngineOptions = {}): Engine {
  const event = new CurrentEvent();
  const asks: Ask[] = rules.map((rule) => event.compile(rule.expression));
  const witnesses = rules.map((rule) => witnessesOf(rule.expression));
  const dotted = rules.map((rule) => event.dottedIn(rule.expression));
  const plans = new Map<string, Plan>();
  // Most routes are the same objects from event to event.
  const byRoute = new Map<Route, Plan>();

  const planFor = (route: Route): Plan => {
    const known = byRoute.get(route);
    if (known !== undefined) return known;
    const isEverything = options.allSources === true;
    const key = JSON.stringify([
      ...(isEverything ? [] : [route.product, route.services, route.categories]),
      route.aliases,
    ]);
    let plan = plans.get(key);
    if (plan === undefined) {
      const about = rules.flatMap((rule, number) =>
        isEverything || isAbout(rule.logsource, route) ? [number] : [],
      );
      plan = buildPlan(event, about, { witnesses, dotted }, route);
      const [oldest] = plans.keys();
      if (plans.size >= PLANS_MAX && oldest !== undefined) plans.delete(oldest);
      plans.set(key, plan);
    }
    if (byRoute.size >= PLANS_MAX) byRoute.clear();
    byRoute.set(route, plan);
    return plan;
  };
  const pointed = new Candidates(rules.length);
  const { cost } = options;
  let untilCost = cost?.every ?? 0;
  const askedAndTimed = ({ now, told }: CostSampling, number: number): boolean => {
    const from = now();
    const is = (asks[number] as Ask)();
    told(rules[number] as SigmaRule, now() - from);
    return is;
  };
  return {
    rules,
    match: (fields) => {
      const plan = planFor(routeOfEvent(fields));
      event.load(fields, plan);
      pointed.gather(event, plan);
      const held: number[] = [];
      untilCost -= 1;
      const timed = cost !== undefined && untilCost <= 0 ? cost : null;
      if (timed !== null) untilCost = timed.every;
      for (const number of pointed.numbers) {
        if (timed === null ? (asks[number] as Ask)() : askedAndTimed(timed, number)) held.push(number);
      }
      return held.sort((one, other) => one - other).map((number) => rules[number] as SigmaRule);
    },
  };
}

/** The rules that can hold for an event at all, each once. Kept from event to event: nothing is made anew. */
class Candidates {
  readonly numbers: number[] = [];
  readonly #seen: Uint32Array;
  readonly #found: number[] = [];
  #round = 0;
  constructor(rules: number) {
    this.#seen = new Uint32Array(rules);
  }

  gather(event: CurrentEvent, plan: Plan): void {
    this.numbers.length = 0;
    this.#round = this.#round === 0xffff_ffff ? 1 : this.#round + 1;
    if (this.#round === 1) this.#seen.fill(0);
    this.#add(plan.always);
    for (const field of plan.fields) {
      if (!event.has(field.slot)) continue;
      this.#add(field.present);
      const lower = event.lower(field.slot);
      if (typeof lower === 'string') this.#point(field, lower);
      else for (const each of lower) this.#point(field, each);
    }
    const { wordRules, words } = plan;
    if (words !== null) {
      anyText(event.fields, (text) => {
        this.#search(words, wordRules, text.toLowerCase());
        return false;
      });
    }
  }

  #point(field: FieldIndex, lower: string): void {
    if (field.exact.size > 0) this.#add(field.exact.get(lower));
    if (field.basename.size > 0) {
      const slash = Math.max(lower.lastIndexOf('\\'), lower.lastIndexOf('/'));
      if (slash >= 0) this.#add(field.basename.get(lower.slice(slash + 1)));
    }
    if (field.inside !== null) this.#search(field.inside, field.insideRules, lower);
  }

  #search(automaton: Automaton, rules: readonly (readonly number[])[], lower: string): void {
    this.#found.length = 0;
    automaton.search(lower, this.#found);
    for (const at of this.#found) this.#add(rules[at]);
  }

  #add(numbers: readonly number[] | undefined): void {
    if (numbers === undefined) return;
    for (const number of numbers) {
      if (this.#seen[number] === this.#round) continue;
      this.#seen[number] = this.#round;
      this.numbers.push(number);
    }
  }
}

function buildPlan(
  event: CurrentEvent,
  about: readonly number[],
  of: { witnesses: readonly (readonly Witness[] | null)[]; dotted: readonly (readonly number[])[] },
  route: Route,
): Plan {
  const always: number[] = [];
  const byField = new Map<string | null, { witness: Witness; number: number }[]>();
  for (const number of about) {
    const found = of.witnesses[number] ?? null;
    if (found === null) always.push(number);
    for (const witness of found ?? []) {
      const list = byField.get(witness.field) ?? [];
      list.push({ witness, number });
      byField.set(witness.field, list);
    }
  }
  const words = grouped((byField.get(null) ?? []).map(({ number, witness }) => [witness.text, number]));
  byField.delete(null);
  return {
    always,
    fields: [...byField].map(([name, list]) => fieldIndex(event.slotOf(name as string), list)),
    words: words.size === 0 ? null : buildAutomaton([...words.keys()]),
    wordRules: [...words.values()],
    dotted: [...new Set(about.flatMap((number) => of.dotted[number] ?? []))],
    aliases: route.aliases.map(([to, from]) => [event.slotOf(to), from]),
  };
}

function grouped(pairs: readonly (readonly [text: string, number: number])[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [text, number] of pairs) {
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [number]);
    // Numbers come in their order: one that is there already is the last.
    else if (group.at(-1) !== number) group.push(number);
  }
  return groups;
}

function fieldIndex(slot: number, list: readonly { witness: Witness; number: number }[]): FieldIndex {
  const of = (kind: Witness['kind']) =>
    grouped(
      list
        .filter(({ witness }) => witness.kind === kind)
        .map(({ number, witness }) => [witness.text, number]),
    );
  const inside = of('inside');
  return {
    slot,
    exact: of('exact'),
    basename: of('basename'),
    inside: inside.size === 0 ? null : buildAutomaton([...inside.keys()]),
    insideRules: [...inside.values()],
    present: [...(of('present').get('') ?? [])],
  };
}

/**
 * The event being looked at: the fields rules ask about in numbered slots, and what was asked already. A stamp says
 * whether a slot is of this event, so that nothing has to be cleared between two.
 */
class CurrentEvent {
  fields: EventFields = {};
  readonly #slots = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #values: unknown[] = [];
  readonly #stamps: number[] = [];
  readonly #lowers: (string | readonly string[])[] = [];
  readonly #lowerStamps: number[] = [];
  readonly #predicates = new Map<string, Ask>();
  readonly #answers: number[] = [];
  #stamp = 0;

  slotOf(name: string): number {
    const known = this.#slots.get(name);
    if (known !== undefined) return known;
    const slot = this.#names.push(name) - 1;
    this.#slots.set(name, slot);
    this.#values.push(undefined);
    this.#stamps.push(-1);
    this.#lowers.push('');
    this.#lowerStamps.push(-1);
    return slot;
  }

  /** Slots of a rule whose names have dots. */
  dottedIn(expression: Expression): number[] {
    switch (expression.kind) {
      case 'is': {
        const { field, test } = expression.predicate;
        const names = [field ?? '', test.kind === 'field' ? test.other : ''];
        return names.flatMap((name) => (name.includes('.') ? [this.slotOf(name)] : []));
      }
      case 'not':
        return this.dottedIn(expression.of);
      default:
        return expression.of.flatMap((each) => this.dottedIn(each));
    }
  }

  load(fields: EventFields, plan: Plan): void {
    this.fields = fields;
    this.#stamp += 1;
    for (const key in fields) {
      const slot =
        this.#slots.get(key) ?? (key.includes(' ') ? this.#slots.get(key.replaceAll(' ', '')) : undefined);
      if (slot !== undefined) this.#put(slot, fields[key]);
    }
    for (const slot of plan.dotted) {
      if (this.has(slot)) continue;
      const value = fieldAt(fields, this.#names[slot] as string);
      if (value !== undefined) this.#put(slot, value);
    }
    for (const [to, from] of plan.aliases) {
      const value = this.has(to) ? undefined : from.includes('.') ? fieldAt(fields, from) : fields[from];
      if (value !== undefined) this.#put(to, value);
    }
  }

  #put(slot: number, value: unknown): void {
    this.#values[slot] = value;
    this.#stamps[slot] = this.#stamp;
  }

  has(slot: number): boolean {
    return this.#stamps[slot] === this.#stamp;
  }

  /** The value of a slot in lower case; several for a list. */
  lower(slot: number): string | readonly string[] {
    if (this.#lowerStamps[slot] !== this.#stamp) {
      const value = this.#values[slot];
      this.#lowers[slot] =
        typeof value === 'string'
          ? value.toLowerCase()
          : Array.isArray(value)
            ? value.flatMap((each) => textOf(each)?.toLowerCase() ?? [])
            : (textOf(value)?.toLowerCase() ?? []);
      this.#lowerStamps[slot] = this.#stamp;
    }
    return this.#lowers[slot] as string | readonly string[];
  }

  /** A rule's question, as a call without arguments about the event that is loaded. */
  compile(expression: Expression): Ask {
    switch (expression.kind) {
      case 'is':
        return this.#remembered(expression.predicate);
      case 'not': {
        const of = this.compile(expression.of);
        return () => !of();
      }
      case 'and': {
        const of = expression.of.map((each) => this.compile(each));
        return () => {
          for (const ask of of) if (!ask()) return false;
          return true;
        };
      }
      case 'or': {
        const of = expression.of.map((each) => this.compile(each));
        return () => {
          for (const ask of of) if (ask()) return true;
          return false;
        };
      }
    }
  }

  /** The same predicate in many rules is asked once for each event: +stamp for yes, -stamp for no. */
  #remembered(predicate: Predicate): Ask {
    const key = keyOfPredicate(predicate);
    const known = this.#predicates.get(key);
    if (known !== undefined) return known;
    const ask = this.#asked(predicate);
    const place = this.#answers.push(0) - 1;
    const remembered = () => {
      const answer = this.#answers[place] as number;
      if (answer === this.#stamp) return true;
      if (answer === -this.#stamp) return false;
      const is = ask();
      this.#answers[place] = is ? this.#stamp : -this.#stamp;
      return is;
    };
    this.#predicates.set(key, remembered);
    return remembered;
  }

  #asked({ field, test }: Predicate): Ask {
    if (field === null) {
      return () => anyText(this.fields, (text) => isText(test, text, text.toLowerCase()));
    }
    const slot = this.slotOf(field);
    switch (test.kind) {
      case 'exists':
        return () => this.has(slot) === test.isThere;
      case 'null':
        return () => !this.has(slot) || this.#values[slot] === null;
      case 'field': {
        const other = this.slotOf(test.other);
        return () =>
          this.has(slot) &&
          this.has(other) &&
          this.#someText(slot, (text) => {
            const beside = textOf(this.#values[other]);
            return beside !== null && areFieldsAlike(test.place, text, beside);
          });
      }
      default:
        return () => {
          if (!this.has(slot)) return false;
          const value = this.#values[slot];
          if (typeof value === 'string') return isText(test, value, this.lower(slot) as string);
          return this.#someText(slot, (text) => isText(test, text, text.toLowerCase()));
        };
    }
  }

  #someText(slot: number, says: (text: string) => boolean): boolean {
    const value = this.#values[slot];
    const members = Array.isArray(value) ? value : [value];
    return members.some((member) => {
      const text = textOf(member);
      return text !== null && says(text);
    });
  }
}
