// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { readLine } from '../index/row.ts';
import { logLimits } from '../log-limits.ts';
import type { SourceZones } from '../receive/source-zones.ts';
import { type CompiledDocuments, compileDocuments } from './compile-documents.ts';
import { Detector } from './detector.ts';
import { eventOfEntry } from './event-of-entry.ts';
import { EntryFollower, type FollowedEntry, type LogsToFollow, type Places } from './follow-entries.ts';
import { GatheredHits, type Hit } from './gathered-hits.ts';
import type { HuntEnd, HuntHits, HuntProgress, TakenHunt } from './hunt.ts';
import { rangeOf } from './hunt-range.ts';
import type { LocalHours } from './local-hours.ts';

export interface HuntParts {
  readonly logs: LogsToFollow;
  readonly zones: SourceZones;
  readonly local: LocalHours;
  /** Whether what comes in needs the machine more. */
  readonly isHeld: () => boolean;
  readonly rest: (ms: number) => Promise<void>;
  readonly elapsedMs: () => number;
  readonly tell: (progress: HuntProgress) => void;
}

const HUNTED = 'hunted';
/** While it gives way it looks so often whether it still has to, in milliseconds. */
const HELD_LOOK_MS = 200;

interface Tried {
  readonly compiled: CompiledDocuments;
  /** Of the text itself, by identifier in Sigma. */
  readonly titles: ReadonlyMap<string, string>;
}

/** Makes ready what is tried; null when it is refused. What stands beside the text finds nothing of its own. */
function compileHunted({ companions, placeholders, yaml }: TakenHunt): Tried | null {
  const documents = [{ id: HUNTED, kind: 'rule', yaml } as const, ...companions];
  const compiled = compileDocuments(documents, { placeholders });
  if (compiled.refused.some(({ id }) => id === HUNTED)) return null;
  const rules = [...compiled.engine.rules, ...compiled.linked.correlations.map(({ rule }) => rule)];
  const own = rules.filter(({ id }) => compiled.documentOf.get(id) === HUNTED);
  const titles = new Map(own.map(({ id, title }) => [id, title]));
  const documentOf = new Map([...compiled.documentOf.keys()].map((id) => [id, id]));
  return { compiled: { ...compiled, documentOf }, titles };
}

class HuntedHits extends GatheredHits {
  readonly #own: ReadonlyMap<string, string>;

  constructor(own: ReadonlyMap<string, string>) {
    super();
    this.#own = own;
  }

  override add(hit: Hit): void {
    if (this.#own.has(hit.ruleId)) super.add(hit);
  }
}

/**
 * Asks a text of rules about everything that was received in a period, in the order of receipt and as live detection
 * would have. Nothing is kept on the way: a hunt that dies is begun again, and says the same.
 */
export async function runHunt(hunt: TakenHunt, parts: HuntParts): Promise<HuntEnd> {
  const tried = compileHunted(hunt);
  if (tried === null) return { state: 'failed', problem: 'rule_refused' };
  const margin = logLimits.huntClockMarginMs;
  const range = await rangeOf(parts.logs, hunt.fromMs - margin, hunt.untilMs + margin);
  if (range.total > limits.huntEntriesMax) return { state: 'failed', problem: 'too_many_entries' };
  const looking = new Looking(hunt, parts, tried, range.total);
  const follower = new EntryFollower(range.logs, range.from, 0);
  for (;;) {
    await looking.giveWay();
    const entries = await follower.next(Number.MAX_SAFE_INTEGER);
    if (entries.length === 0) break;
    for (const entry of entries) looking.look(entry);
    looking.note(readBetween(range.from, follower.places), follower.gone);
  }
  looking.note(range.total, follower.gone);
  return { state: 'done', found: looking.found() };
}

const readBetween = (from: Places, to: Places) =>
  Object.entries(to).reduce((sum, [name, place]) => sum + Math.max(0, place - (from[name] ?? 0)), 0);

/** One pass over the entries. */
class Looking {
  readonly #hunt: TakenHunt;
  readonly #parts: HuntParts;
  readonly #tried: Tried;
  readonly #total: number;
  readonly #detector: Detector;
  readonly #hits: HuntedHits;
  #read = 0;
  #gone = 0;
  #events = 0;
  #failed = 0;
  #restedMs: number;
  #toldMs = Number.NEGATIVE_INFINITY;

  constructor(hunt: TakenHunt, parts: HuntParts, tried: Tried, total: number) {
    this.#hunt = hunt;
    this.#parts = parts;
    this.#tried = tried;
    this.#total = total;
    this.#detector = new Detector(tried.compiled);
    this.#hits = new HuntedHits(tried.titles);
    this.#restedMs = parts.elapsedMs();
    this.#tell();
  }

  get #progress(): HuntProgress {
    return {
      total: this.#total,
      read: Math.min(this.#read, this.#total),
      events: this.#events,
      gone: this.#gone + this.#failed,
      hits: this.#hits.count,
    };
  }

  /** Rests for its share, and longer while what comes in needs the machine. */
  async giveWay(): Promise<void> {
    const { elapsedMs, isHeld, rest } = this.#parts;
    const workedMs = elapsedMs() - this.#restedMs;
    if (workedMs >= logLimits.huntStretchMs) {
      await rest(workedMs * (100 / logLimits.huntSharePercent - 1));
      this.#restedMs = elapsedMs();
    }
    while (isHeld()) {
      this.#tell();
      await rest(HELD_LOOK_MS);
      this.#restedMs = elapsedMs();
    }
  }

  look({ index, line, log }: FollowedEntry): void {
    this.#tell();
    // Sent again, it did not happen again.
    if (line.dup !== undefined) return;
    const receivedMs = Date.parse(line.received);
    if (!(receivedMs >= this.#hunt.fromMs && receivedMs < this.#hunt.untilMs)) return;
    try {
      const event = eventOfEntry(readLine(line, this.#parts.zones), this.#parts.local);
      if (event === null) return;
      this.#events += 1;
      this.#detector.look(event, { log, index }, this.#hits);
    } catch {
      // One entry we cannot deal with is told of, and keeps no other from being looked at.
      this.#failed += 1;
    }
  }

  note(read: number, gone: number): void {
    this.#read = read;
    this.#gone = gone;
    this.#tell();
  }

  #tell(): void {
    const now = this.#parts.elapsedMs();
    if (now - this.#toldMs < logLimits.huntProgressMs) return;
    this.#toldMs = now;
    this.#parts.tell(this.#progress);
  }

  found() {
    const all = this.#hits.take().sort((a, b) => b.count - a.count || a.firstMs - b.firstMs);
    const found = all.slice(0, limits.huntKeysMax).map(
      ({ ruleId, value: _value, ...hits }): HuntHits => ({
        ...hits,
        title: this.#tried.titles.get(ruleId) ?? '',
      }),
    );
    return { ...this.#progress, found, keys: all.length, hitsWithoutKey: this.#hits.keysCut };
  }
}
