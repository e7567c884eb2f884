// SPDX-License-Identifier: Apache-2.0
import { compile } from './compile.ts';
import { type Ask, CurrentEvent, WORDS } from './current-event.ts';
import type { EventFields } from './event.ts';
import { indexKeyOf } from './field-index.ts';
import { isAbout, routeOfEvent } from './logsource.ts';
import type { Route } from './route.ts';
import type { SigmaRule } from './rule.ts';
import { type Witness, witnessesOf } from './witness.ts';
import { WordGate } from './word-gate.ts';

/** Finds the rules that hold for an event. */
export interface Engine {
  readonly rules: readonly SigmaRule[];
  /** The rules that hold, in the order they were given. */
  match(fields: EventFields, route?: Route): SigmaRule[];
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

/** Everything prepared for events of one origin. */
interface Plan {
  /** 1 for each rule about the origin. */
  readonly about: Uint8Array;
  /** Rules without a witness. */
  readonly always: readonly number[];
  /** 1 for each slot that a witness is in; the others are searched when a rule asks. */
  readonly isSearched: Uint8Array;
  /** Passed over when it says that no keyword is there; null where it cannot tell. */
  readonly words: WordGate | null;
  readonly dotted: readonly number[];
  /** Aliases of the route, as slots. */
  readonly aliases: readonly (readonly [to: number, from: string])[];
}

/** How the rules are found: by predicates that have to be true, and by slots that have to be there. */
interface Pointers {
  readonly byPredicate: ReadonlyMap<number, readonly number[]>;
  readonly bySlot: ReadonlyMap<number, readonly number[]>;
  /** Of each rule: the slots of its witnesses, or null when it has none. */
  readonly slots: readonly (readonly number[] | null)[];
  readonly dotted: readonly (readonly number[])[];
  readonly words: readonly (readonly string[])[];
}

/** Origins are chosen by senders: what is prepared for them is bounded, the oldest goes. */
const PLANS_MAX = 500;

/** Prepares an engine for a set of rules. It keeps state for the event it looks at: one engine a thread. */
export function createEngine(rules: readonly SigmaRule[], options: EngineOptions = {}): Engine {
  const event = new CurrentEvent();
  const asks: Ask[] = rules.map((rule) => compile(rule.expression, event));
  const pointers = pointersOf(rules, event);
  event.ready();
  const plans = new Map<string, Plan>();
  // Most routes are the same objects from event to event.
  const byRoute = new Map<Route, Plan>();

  const planFor = (route: Route): Plan => {
    const known = byRoute.get(route);
    if (known !== undefined) return known;
    const isEverything = options.allSources === true;
    const key = JSON.stringify([
      ...(isEverything ? [] : [route.product, route.alsoProducts, route.services, route.categories]),
      route.aliases,
    ]);
    let plan = plans.get(key);
    if (plan === undefined) {
      const isAsked = (rule: SigmaRule) => isEverything || isAbout(rule.logsource, route);
      const about = Uint8Array.from(rules, (rule) => (isAsked(rule) ? 1 : 0));
      plan = buildPlan(event, about, pointers, route);
      const [oldest] = plans.keys();
      if (plans.size >= PLANS_MAX && oldest !== undefined) plans.delete(oldest);
      plans.set(key, plan);
    }
    if (byRoute.size >= PLANS_MAX) byRoute.clear();
    byRoute.set(route, plan);
    return plan;
  };
  const pointed = new Candidates(rules.length, pointers);
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
    match: (fields, route = routeOfEvent(fields)) => {
      const plan = planFor(route);
      event.load(fields, plan.dotted, plan.aliases);
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

function pointersOf(rules: readonly SigmaRule[], event: CurrentEvent): Pointers {
  const byPredicate = new Map<number, number[]>();
  const bySlot = new Map<number, number[]>();
  const witnessed = rules.map(({ expression }) => witnessesOf(expression));
  const slots = witnessed.map((witnesses, rule) => {
    for (const { how, predicate } of witnesses ?? []) {
      const map = how === 'found' ? byPredicate : bySlot;
      const key = how === 'found' ? event.idOf(predicate) : event.slotOf(predicate.field);
      const list = map.get(key);
      if (list === undefined) map.set(key, [rule]);
      // Rules come in their order: one that is there already is the last.
      else if (list.at(-1) !== rule) list.push(rule);
    }
    return witnesses === null
      ? null
      : [...new Set(witnesses.map(({ predicate }) => event.slotOf(predicate.field)))];
  });
  const dotted = rules.map((rule) => event.dottedIn(rule.expression));
  return { byPredicate, bySlot, slots, dotted, words: witnessed.map(wordsOf) };
}

function buildPlan(event: CurrentEvent, about: Uint8Array, pointers: Pointers, route: Route): Plan {
  const always: number[] = [];
  const dotted = new Set<number>();
  const searched = new Set<number>();
  const words = new Set<string>();
  about.forEach((isAsked, rule) => {
    if (isAsked === 0) return;
    const slots = pointers.slots[rule] ?? null;
    if (slots === null) always.push(rule);
    for (const slot of slots ?? []) searched.add(slot);
    for (const slot of pointers.dotted[rule] ?? []) dotted.add(slot);
    for (const word of pointers.words[rule] ?? []) words.add(word);
  });
  const isSearched = new Uint8Array(event.slotCount);
  for (const slot of searched) isSearched[slot] = 1;
  const aliases = route.aliases.flatMap(([to, from]) => {
    const slot = event.knownSlot(to);
    return slot === undefined ? [] : [[slot, from] as const];
  });
  return { about, always, isSearched, words: WordGate.of([...words]), dotted: [...dotted], aliases };
}

/** The texts of which one at least has to be in an event for a rule to hold by a keyword. */
function wordsOf(witnesses: readonly Witness[] | null): readonly string[] {
  return (witnesses ?? []).flatMap(({ predicate }) =>
    predicate.field === null ? (indexKeyOf(predicate)?.texts ?? []) : [],
  );
}

function mayHoldWords(event: CurrentEvent, gate: WordGate | null): boolean {
  return gate === null || event.anyText((text) => gate.mayHold(text));
}

/** The rules that can hold for an event at all, each once. Kept from event to event: nothing is made anew. */
class Candidates {
  readonly numbers: number[] = [];
  readonly #pointers: Pointers;
  readonly #seen: Uint32Array;
  #round = 0;
  constructor(rules: number, pointers: Pointers) {
    this.#seen = new Uint32Array(rules);
    this.#pointers = pointers;
  }

  gather(event: CurrentEvent, plan: Plan): void {
    this.numbers.length = 0;
    this.#round = this.#round === 0xffff_ffff ? 1 : this.#round + 1;
    if (this.#round === 1) this.#seen.fill(0);
    this.#add(plan.always, plan.about);
    for (const slot of event.slots) {
      if (plan.isSearched[slot] !== 1) continue;
      this.#add(this.#pointers.bySlot.get(slot), plan.about);
      this.#point(event.search(slot), plan.about);
    }
    if (plan.isSearched[WORDS] === 1 && mayHoldWords(event, plan.words)) {
      this.#point(event.search(WORDS), plan.about);
    }
  }

  #point(found: readonly number[], about: Uint8Array): void {
    for (const told of found) this.#add(this.#pointers.byPredicate.get(told < 0 ? ~told : told), about);
  }

  #add(numbers: readonly number[] | undefined, about: Uint8Array): void {
    if (numbers === undefined) return;
    for (const number of numbers) {
      if (about[number] !== 1 || this.#seen[number] === this.#round) continue;
      this.#seen[number] = this.#round;
      this.numbers.push(number);
    }
  }
}
