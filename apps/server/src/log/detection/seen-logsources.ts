// SPDX-License-Identifier: Apache-2.0
import type { Route } from '@belfry/sigma';

/** How many events of one log source came in, a day. */
export interface LogsourceCount {
  /** UTC, `YYYY-MM-DD`. */
  readonly day: string;
  readonly product: string;
  readonly category: string;
  readonly service: string;
  readonly count: number;
}

const DAY_MS = 86_400_000;

/**
 * Counts what comes in by log source, so that coverage can tell what could be watched. An event counts once for every
 * log source a rule may name to be asked about it: what came in for a rule is the count under just its three parts. Bounded: senders choose none of the names, but what is not
 * taken up for long must not grow either.
 */
export class SeenLogsources {
  readonly #byDay = new Map<number, Map<Route, number>>();
  readonly #routesMax: number;
  #routes = 0;
  /** Events that were not counted because there were too many log sources. */
  leftOut = 0;

  constructor(routesMax = 10_000) {
    this.#routesMax = routesMax;
  }

  /** @param atMs of receipt: the day it counts for */
  add(route: Route, atMs: number): void {
    const day = Math.floor(atMs / DAY_MS);
    let counts = this.#byDay.get(day);
    if (counts === undefined) {
      counts = new Map();
      this.#byDay.set(day, counts);
    }
    const known = counts.get(route);
    if (known === undefined) {
      if (this.#routes >= this.#routesMax) {
        this.leftOut += 1;
        return;
      }
      this.#routes += 1;
    }
    counts.set(route, (known ?? 0) + 1);
  }

  /** What was counted since the last time, for adding to what is kept. */
  take(): LogsourceCount[] {
    const found = new Map<string, LogsourceCount & { count: number }>();
    for (const [number, counts] of this.#byDay) {
      const day = new Date(number * DAY_MS).toISOString().slice(0, 10);
      for (const [route, count] of counts) {
        for (const source of sourcesOf(route)) {
          const key = `${day} ${source.join(' ')}`;
          const known = found.get(key);
          if (known !== undefined) known.count += count;
          else {
            const [product, category, service] = source;
            found.set(key, { day, product, category, service, count });
          }
        }
      }
    }
    this.#byDay.clear();
    this.#routes = 0;
    return [...found.values()];
  }
}

/** Every log source a rule may name to be asked about events from there: empty where it leaves a part out. */
function sourcesOf({ alsoProducts = [], categories, product, services }: Route) {
  const products = ['', ...(product === null ? [] : [product]), ...alsoProducts];
  return products
    .flatMap((each) =>
      ['', ...categories].flatMap((category) =>
        ['', ...services].map((service) => [each, category, service] as const),
      ),
    )
    .filter((parts) => parts.some((part) => part !== ''));
}
