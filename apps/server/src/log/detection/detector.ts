// SPDX-License-Identifier: Apache-2.0
import {
  type CorrelationHit,
  type Correlator,
  type CorrelatorSnapshot,
  type CostSampling,
  createCorrelator,
  fieldOf,
  type Route,
  routeOfEvent,
  type SigmaRule,
} from '@belfry/sigma';
import { logLimits } from '../log-limits.ts';
import type { CompiledDocuments } from './compile-documents.ts';
import type { EntryEvent, EntryPlace } from './detection.ts';
import { type GatheredHits, keyText } from './gathered-hits.ts';

/** What a rule was asked and what that cost, as far as it was measured. */
export interface AskedFigure {
  asked: number;
  ns: number;
}

/** Measures what rules cost, of a few events. */
export class CostMeter implements CostSampling {
  readonly every = logLimits.detectionCostEveryEvents;
  readonly now = () => performance.now() * 1_000_000;
  #byRule = new Map<string, AskedFigure>();

  readonly told = (rule: SigmaRule, ns: number): void => {
    const figure = this.#byRule.get(rule.id);
    if (figure === undefined) this.#byRule.set(rule.id, { asked: 1, ns });
    else {
      figure.asked += 1;
      figure.ns += ns;
    }
  };

  /** By identifier in Sigma, since it was taken last. */
  take(): ReadonlyMap<string, AskedFigure> {
    const taken = this.#byRule;
    this.#byRule = new Map();
    return taken;
  }
}

/** What the correlations remember, and what has to be known beside it to go on in the same way. */
export interface DetectorState {
  readonly correlator: CorrelatorSnapshot;
  /** Which stretch of receipt was looked through last for groups that are over. */
  readonly stretch: number;
  /** The logs that marks of entries name by their place here; absent in a state of before. */
  readonly logs?: readonly string[];
}

/** Logs that marks can name: a few for each year. */
const LOGS_MAX = 1_024;

/** Asks the rules in effect about events, in the order they are given. Of the same events it says the same. */
export class Detector {
  readonly compiled: CompiledDocuments;
  #correlator: Correlator;
  #stretch = 0;
  #logs: string[] = [];

  constructor(compiled: CompiledDocuments) {
    this.compiled = compiled;
    this.#correlator = createCorrelator(compiled.linked, logLimits.correlator);
  }

  get counters(): Correlator['counters'] {
    return this.#correlator.counters;
  }

  get size(): Correlator['size'] {
    return this.#correlator.size;
  }

  state(): DetectorState {
    return { correlator: this.#correlator.snapshot(), stretch: this.#stretch, logs: [...this.#logs] };
  }

  /** Goes on from a state: each correlation that is as it was keeps what it remembers. */
  restore({ correlator, logs = [], stretch }: DetectorState): void {
    this.#logs = [...logs];
    this.#correlator.restore(correlator);
    this.#stretch = stretch;
  }

  /** From here on only correlations of a state are fed, so that one that is new begins with what comes after it. */
  feedOnly({ correlator }: DetectorState): void {
    const known = new Map(correlator.correlations.map(({ fingerprint, id }) => [id, fingerprint]));
    const state = this.state();
    const all = state.correlator.correlations;
    const fed = new Set(all.flatMap(({ fingerprint, id }) => (known.get(id) === fingerprint ? [id] : [])));
    const correlations = this.compiled.linked.correlations.filter(({ rule }) => fed.has(rule.id));
    this.#correlator = createCorrelator({ correlations }, logLimits.correlator);
    this.restore(state);
  }

  /** Feeds every correlation again, from what they remember now. */
  feedAll(): void {
    const state = this.state();
    this.#correlator = createCorrelator(this.compiled.linked, logLimits.correlator);
    this.restore(state);
  }

  /**
   * @param hits null where the hits of this event were written before
   * @param route where the event comes from, worked out once for everybody who asks
   */
  look(
    event: EntryEvent,
    place: Omit<EntryPlace, 'at'>,
    hits: GatheredHits | null,
    route: Route = routeOfEvent(event.fields),
  ): void {
    const { fields, receivedMs } = event;
    this.#forgetOver(receivedMs);
    const matched = this.compiled.engine.match(fields, route);
    if (matched.length === 0) return;
    // A clock that runs ahead must not put an entry after everything that is still to come.
    const atMs = Math.min(event.atMs, receivedMs);
    const entry: EntryPlace = { ...place, at: new Date(atMs).toISOString() };
    const { linked } = this.compiled;
    const known = { route, mark: this.#markOf(place) };
    for (const rule of matched) {
      if (hits !== null && !linked.silent.has(rule.id)) {
        const key = this.#keyOf(rule, event, route);
        const ruleId = this.#documentOf(rule.id);
        hits.add({ ruleId, key, firstMs: atMs, lastMs: atMs, entries: [entry], value: null });
      }
      for (const found of this.#correlator.take(rule.id, fields, atMs, receivedMs, known)) {
        if (hits === null || linked.silent.has(found.rule.id)) continue;
        const { firstAt: firstMs, lastAt: lastMs, value } = found;
        const ruleId = this.#documentOf(found.rule.id);
        const restsOn = this.#placesOf(found);
        const entries = restsOn.length === 0 ? [entry] : restsOn;
        hits.add({ ruleId, key: found.group, firstMs, lastMs, entries, value });
      }
    }
  }

  /** A place as one number: hundreds of thousands of entries are remembered. */
  #markOf({ index, log }: Omit<EntryPlace, 'at'>): number | null {
    let number = this.#logs.indexOf(log);
    if (number < 0) {
      if (this.#logs.length >= LOGS_MAX) return null;
      number = this.#logs.push(log) - 1;
    }
    return index * LOGS_MAX + number;
  }

  #placesOf({ restsOn }: CorrelationHit): EntryPlace[] {
    return restsOn.flatMap(({ at, mark }) => {
      const log = this.#logs[mark % LOGS_MAX];
      const index = Math.floor(mark / LOGS_MAX);
      return log === undefined ? [] : [{ log, index, at: new Date(at).toISOString() }];
    });
  }

  #documentOf(sigmaId: string): string {
    const id = this.compiled.documentOf.get(sigmaId);
    if (id === undefined) throw new Error(`No document of the library holds rule "${sigmaId}"`);
    return id;
  }

  #keyOf({ id }: SigmaRule, { fields }: EntryEvent, route: Route) {
    const groupBy = this.compiled.extrasOf.get(id)?.groupBy ?? [];
    return groupBy.map((field) => [field, keyText(fieldOf(fields, route, field))] as const);
  }

  /**
   * Forgets groups nobody has to wait for any more. By the receipt of entries and not by a clock, so that reading them
   * again forgets at the same place; a day behind, because what a sender kept back counts at its own time.
   */
  #forgetOver(receivedMs: number): void {
    const stretch = Math.floor(receivedMs / logLimits.detectionForgetEveryMs);
    if (stretch <= this.#stretch) return;
    this.#stretch = stretch;
    this.#correlator.expire(receivedMs - logLimits.detectionBacklogMs);
  }
}
