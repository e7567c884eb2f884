// SPDX-License-Identifier: Apache-2.0
import { setImmediate as turn } from 'node:timers/promises';
import { type CostSampling, type ReadRules, readRules } from '@belfry/sigma';
import type { Actor } from '../../platform/authorization/actor.ts';
import type { Database } from '../../platform/database/database.ts';
import { logLimits } from '../log-limits.ts';
import { type CompiledDocuments, compileDocuments } from './compile-documents.ts';
import { readRuleRows } from './detection-store.ts';

/** Documents that are read before others get a turn. */
const READ_AT_ONCE = 20;
const nothing: ReadRules = { rules: [], filters: [], correlations: [], problems: [] };

/** Reads the rules in effect from the library. What did not change is not read again. */
export class RulesInEffect {
  readonly #database: Database;
  readonly #actor: Actor;
  readonly #cost: CostSampling;
  readonly #digests = new Map<string, string>();
  readonly #read = new Map<string, ReadRules>();
  #placeholders = '{}';
  /** What the newest compiled ones were made of. */
  #made = '';

  constructor(database: Database, actor: Actor, cost: CostSampling) {
    this.#database = database;
    this.#actor = actor;
    this.#cost = cost;
  }

  /** @returns null when they are as they were */
  async renew(): Promise<CompiledDocuments | null> {
    const read = async () =>
      await this.#database.read(this.#actor, ({ sql }) => readRuleRows(sql, this.#digests));
    let found = await read();
    const placeholders = JSON.stringify(found.placeholders);
    if (placeholders !== this.#placeholders) {
      this.#placeholders = placeholders;
      this.#digests.clear();
      found = await read();
    }
    const made = JSON.stringify([found.rows, placeholders]);
    if (made === this.#made) return null;
    const digests = new Map(found.rows.map(({ digest, id }) => [id, digest]));
    for (const [at, document] of found.changed.entries()) {
      this.#read.set(document.id, readRules(document.yaml, found.placeholders));
      this.#digests.set(document.id, digests.get(document.id) ?? '');
      // Thousands of documents take seconds: entries are looked at in between, by the rules there were.
      if (at % READ_AT_ONCE === 0) await turn();
    }
    for (const id of this.#digests.keys()) {
      if (digests.has(id)) continue;
      this.#digests.delete(id);
      this.#read.delete(id);
    }
    const compiled = compileDocuments(
      found.rows.map(({ id }) => ({ id, kind: 'rule', yaml: '' })),
      { cost: this.#cost, read: ({ id }) => this.#read.get(id) ?? nothing },
    );
    this.#made = made;
    return compiled;
  }
}

/** How many of the refused ones are said, so that a library of wrong rules does not fill a log. */
export const refusedTold = ({ refused }: CompiledDocuments) =>
  refused.slice(0, logLimits.detectionRefusedTold);
