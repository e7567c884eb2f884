// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { logLimits } from '../log-limits.ts';
import type { EntryPlace, FoundHits } from './detection.ts';

type Key = FoundHits['key'];

/** A hit, as the engine finds it. */
export interface Hit {
  /** Of the library. */
  readonly ruleId: string;
  readonly key: Key;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Of a correlation what it rests on, bounded. */
  readonly entries: readonly EntryPlace[];
  readonly value: number | null;
}

type Gathering = { -readonly [name in keyof FoundHits]: FoundHits[name] };

/** Stands for every further value of a key, once a rule has too many of them. */
const OTHERS = '(others)';

/** PostgreSQL keeps no NUL in JSON, and no half of a pair: senders and rules may well send them. */
const keptText = (text: string) => text.toWellFormed().replaceAll('\0', '\u{fffd}');

/** A value of a key as text, bounded; what is missing is empty. */
export function keyText(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
  return text.slice(0, limits.findingKeyValueCharactersMax);
}

/** Gathers the hits of a step by rule and key: a flood of one kind is one row, however many entries it has. */
export class GatheredHits {
  readonly #byKey = new Map<string, Gathering>();
  readonly #keysOfRule = new Map<string, number>();
  /** Hits that were counted under no key of their own. */
  keysCut = 0;
  count = 0;

  /** Rows that will be written. */
  get size(): number {
    return this.#byKey.size;
  }

  add(hit: Hit): void {
    this.count += 1;
    const key = hit.key.map(([field, value]) => [keptText(field), keptText(value)] as const);
    const known = this.#byKey.get(nameOf(hit.ruleId, key));
    if (known !== undefined) {
      addTo(known, hit);
      return;
    }
    const keys = this.#keysOfRule.get(hit.ruleId) ?? 0;
    if (keys < logLimits.detectionKeysOfRuleMax) {
      this.#keysOfRule.set(hit.ruleId, keys + 1);
      this.#begin(hit, key);
      return;
    }
    this.keysCut += 1;
    const others = key.map(([field]) => [field, OTHERS] as const);
    const gathering = this.#byKey.get(nameOf(hit.ruleId, others));
    if (gathering === undefined) this.#begin(hit, others);
    else addTo(gathering, hit);
  }

  #begin(hit: Hit, key: Key): void {
    const { entries, firstMs, lastMs, ruleId, value } = hit;
    const gathering = { ruleId, key, count: 1, firstMs, lastMs, entries, value };
    this.#byKey.set(nameOf(ruleId, key), gathering);
  }

  take(): FoundHits[] {
    return [...this.#byKey.values()];
  }
}

const nameOf = (ruleId: string, key: Key) => `${ruleId} ${JSON.stringify(key.map(([, value]) => value))}`;

function addTo(gathering: Gathering, { entries, firstMs, lastMs, value }: Hit): void {
  gathering.count += 1;
  gathering.firstMs = Math.min(gathering.firstMs, firstMs);
  gathering.lastMs = Math.max(gathering.lastMs, lastMs);
  gathering.value = value;
  if (gathering.entries.length < logLimits.detectionEntriesOfHitMax) {
    gathering.entries = [...gathering.entries, ...entries];
  }
}
