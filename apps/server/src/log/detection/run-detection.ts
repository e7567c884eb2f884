// SPDX-License-Identifier: Apache-2.0
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { routeOfEvent } from '@belfry/sigma';
import { systemActor } from '../../platform/authorization/actor.ts';
import { type Database, DatabaseUnavailable } from '../../platform/database/database.ts';
import { readLine } from '../index/row.ts';
import { logLimits } from '../log-limits.ts';
import type { SourceZones } from '../receive/source-zones.ts';
import type { CompiledDocuments } from './compile-documents.ts';
import type { DetectionState } from './detection-message.ts';
import {
  areHitsPilingUp,
  beginDetection,
  type FoundStep,
  type NewSnapshot,
  type RuleFigure,
  readDetectionState,
  readTimeZone,
  writeStep,
} from './detection-store.ts';
import { CostMeter, Detector, type DetectorState } from './detector.ts';
import { eventOfEntry } from './event-of-entry.ts';
import { EntryFollower, type FollowedEntry, type LogsToFollow, placesBehind } from './follow-entries.ts';
import { GatheredHits } from './gathered-hits.ts';
import { LocalHours } from './local-hours.ts';
import { RulesInEffect } from './rules-in-effect.ts';
import { SeenLogsources } from './seen-logsources.ts';

export interface RunParts {
  readonly logs: LogsToFollow;
  readonly database: Database;
  readonly zones: SourceZones;
  /** Every entry to this number of receipt is sealed. */
  readonly sealedSeq: () => number;
  /** Where detection begins that was never begun. */
  readonly beginSeq: number;
  /** Waits a while before the database is asked again; false when nobody waits any more. */
  readonly patience: (failure: string) => Promise<boolean>;
  /** New rules came into effect. */
  readonly onRules?: (compiled: CompiledDocuments) => void;
  readonly elapsedMs?: () => number;
}

/** Somebody else wrote how far detection is: what was found here is thrown away, and begun again from there. */
export class DetectionMoved extends Error {
  readonly code = 'detection.moved';
}

const actor = systemActor('detection');
/** A snapshot may take so much of the time between two, as a share. */
const SNAPSHOT_SHARE = 20;

/** What is counted here, beside what the correlator counts. */
interface Counters {
  hits: number;
  /** Hits that are counted under a key of their rule that stands for many. */
  keysCut: number;
  /** Entries that were sealed and could not be read. */
  gone: number;
  /** Entries about which the rules could not be asked, because of a mistake of ours. */
  failed: number;
}

/**
 * Looks at what is sealed, in the order of receipt, and writes what it finds together with how far it has come. A
 * crash at any point loses what was not written, and that is found again; what was written is not found again. While
 * one step is being written the next is worked out, and no more than that one.
 */
export class DetectionRun {
  readonly #parts: RunParts;
  readonly #rules: RulesInEffect;
  readonly #cost = new CostMeter();
  readonly #seen = new SeenLogsources();
  readonly #local = new LocalHours();
  readonly #elapsedMs: () => number;
  readonly #counters: Counters = { hits: 0, keysCut: 0, gone: 0, failed: 0 };
  #detector: Detector;
  #follower: EntryFollower;
  /** Everything to here is worked out; to `#doneSeq` it is written. */
  #seq = 0;
  #doneSeq = 0;
  #receivedMs: number | null = null;
  #writing: Promise<void> = Promise.resolve();
  #snapshot: NewSnapshot | null = null;
  #snapshotDueMs = 0;
  #nextRules: CompiledDocuments | null = null;
  #renewing: Promise<unknown> | null = null;
  #isHeld = false;
  #heldDueMs = 0;
  /** Of documents, not yet written. */
  readonly #figures = new Map<string, { asked: number; ns: number }>();

  private constructor(parts: RunParts) {
    this.#parts = parts;
    this.#elapsedMs = parts.elapsedMs ?? (() => performance.now());
    this.#rules = new RulesInEffect(parts.database, actor, this.#cost);
    this.#follower = new EntryFollower(parts.logs, {}, 0);
    this.#detector = new Detector(noRules);
  }

  /** @throws DatabaseUnavailable: without PostgreSQL nobody knows where to go on */
  static async open(parts: RunParts): Promise<DetectionRun> {
    const run = new DetectionRun(parts);
    const compiled = (await run.#rules.renew()) ?? noRules;
    parts.onRules?.(compiled);
    run.#detector = new Detector(compiled);
    run.#local.know(await parts.database.read(actor, ({ sql }) => readTimeZone(sql)));
    await run.#goOn();
    return run;
  }

  get state(): DetectionState {
    const { compiled, counters, size } = this.#detector;
    return {
      doneSeq: this.#doneSeq,
      receivedMs: this.#receivedMs,
      rules: compiled.ruleCount,
      refused: compiled.refused.length,
      isHeld: this.#isHeld,
      counters: { ...this.#counters, ...counters },
      ...size,
    };
  }

  /** The library changed: what is in effect now holds from the next step on. */
  async renewRules(): Promise<void> {
    // One that began before the change may not have seen it.
    while (this.#renewing !== null) await this.#renewing.catch(() => undefined);
    this.#renewing = this.#rules
      .renew()
      .then((compiled) => {
        this.#nextRules = compiled ?? this.#nextRules;
      })
      .finally(() => {
        this.#renewing = null;
      });
    await this.#renewing;
  }

  /** Takes up what was kept, and feeds the correlations what they saw since their state was kept. */
  async #goOn(): Promise<void> {
    const { beginSeq, database, logs } = this.#parts;
    const read = () => database.read(actor, ({ sql }) => readDetectionState(sql));
    let kept = await read();
    if (kept === null) {
      const places = await placesBehind(logs, beginSeq);
      await database.change(actor, ({ now, sql }) => beginDetection(sql, now, beginSeq, places));
      kept = await read();
    }
    if (kept === null) throw new Error('Cannot begin detection: its state is not there after it was written');
    for (const name of Object.keys(this.#counters) as (keyof Counters)[]) {
      this.#counters[name] = kept.counters[name] ?? 0;
    }
    const state = kept.snapshot === null ? null : unpacked(kept.snapshot);
    if (state !== null) this.#detector.restore(state);
    this.#follower = new EntryFollower(logs, kept.statePlaces, kept.stateSeq);
    if (state !== null) this.#detector.feedOnly(state);
    for (;;) {
      const entries = await this.#follower.next(kept.doneSeq);
      if (entries.length === 0) break;
      for (const entry of entries) this.#look(entry, null);
    }
    this.#detector.feedAll();
    // What is gone was counted when it was first missed.
    this.#follower = new EntryFollower(logs, kept.places, kept.doneSeq);
    this.#seq = kept.doneSeq;
    this.#doneSeq = kept.doneSeq;
    this.#keepSnapshot();
  }

  /** Works out one step, and has it written. @returns whether there is more to do at once */
  async step(): Promise<boolean> {
    if (this.#nextRules !== null) await this.#changeRules(this.#nextRules);
    if (this.#isHeld || this.#elapsedMs() >= this.#heldDueMs) await this.#lookWhetherHeld();
    const step = this.#isHeld ? null : await this.#workOut();
    await this.#writing;
    if (step === null) return false;
    this.#writing = this.#write(step);
    // It is awaited with the next step; until then nobody else hears of a failure.
    this.#writing.catch(() => undefined);
    return true;
  }

  /** Writes what is left, with what the correlations remember, so that the next start need not read again. */
  async close(): Promise<void> {
    await this.#writing;
    this.#keepSnapshot();
    const step = this.#stepOf(this.#seq, new GatheredHits());
    await this.#parts.database.change(actor, async ({ now, sql }) => ({
      at: await writeStep(sql, now, step),
    }));
  }

  /** Between two steps, once everything before is written: the state that is kept is of the new rules. */
  async #changeRules(compiled: CompiledDocuments): Promise<void> {
    await this.#writing;
    this.#nextRules = null;
    this.#takeCost();
    const detector = new Detector(compiled);
    detector.restore(this.#detector.state());
    this.#detector = detector;
    this.#keepSnapshot();
    this.#parts.onRules?.(compiled);
  }

  async #lookWhetherHeld(): Promise<void> {
    this.#heldDueMs = this.#elapsedMs() + logLimits.detectionSnapshotEveryMs;
    try {
      const { isHeld, timeZone } = await this.#parts.database.read(actor, async ({ sql }) => ({
        isHeld: await areHitsPilingUp(sql),
        timeZone: await readTimeZone(sql),
      }));
      this.#isHeld = isHeld;
      this.#local.know(timeZone);
    } catch (error) {
      // The step says so when it is written.
      if (!(error instanceof DatabaseUnavailable)) throw error;
    }
  }

  async #workOut(): Promise<FoundStep | null> {
    const toSeq = this.#parts.sealedSeq();
    const fromSeq = this.#seq;
    if (toSeq <= fromSeq) return null;
    const until = this.#elapsedMs() + logLimits.detectionStepMsMax;
    const hits = new GatheredHits();
    const goneBefore = this.#follower.gone;
    for (let count = 0; ; ) {
      const entries = await this.#follower.next(toSeq);
      for (const entry of entries) this.#look(entry, hits);
      count += entries.length;
      const newest = entries.at(-1);
      if (newest !== undefined) this.#receivedMs = Date.parse(newest.line.received);
      this.#seq = newest?.line.seq ?? toSeq;
      const isFull =
        count >= logLimits.detectionStepEntriesMax ||
        hits.size >= logLimits.detectionStepRowsMax ||
        this.#elapsedMs() >= until;
      if (entries.length === 0 || isFull) break;
    }
    this.#counters.gone += this.#follower.gone - goneBefore;
    this.#counters.hits += hits.count;
    this.#counters.keysCut += hits.keysCut;
    if (this.#elapsedMs() >= this.#snapshotDueMs) this.#keepSnapshot();
    return this.#stepOf(fromSeq, hits);
  }

  #look({ index, line, log }: FollowedEntry, hits: GatheredHits | null): void {
    // The same bytes sent again: whoever counts them twice counts what did not happen twice.
    if (line.dup !== undefined) return;
    try {
      const event = eventOfEntry(readLine(line, this.#parts.zones), this.#local);
      if (event === null) return;
      const route = routeOfEvent(event.fields);
      if (hits !== null) this.#seen.add(route, event.receivedMs);
      this.#detector.look(event, { log, index }, hits, route);
    } catch {
      // One entry we cannot deal with must not keep everything behind it from being looked at.
      if (hits !== null) this.#counters.failed += 1;
    }
  }

  #stepOf(fromSeq: number, hits: GatheredHits): FoundStep {
    const snapshot = this.#snapshot;
    this.#snapshot = null;
    const found = hits.take();
    if (snapshot !== null) this.#takeCost();
    return {
      ...{ fromSeq, toSeq: this.#seq, places: this.#follower.places, hits: found, snapshot },
      counters: { ...this.#counters, ...this.#detector.counters },
      figures: this.#figuresOf(found, snapshot !== null),
      logsources: snapshot === null ? [] : this.#seen.take(),
    };
  }

  /** Hits count at once; what rules cost is measured roughly, and written with the state. */
  #figuresOf(found: FoundStep['hits'], withCost: boolean): RuleFigure[] {
    const figures = new Map<string, RuleFigure>();
    const none = { hits: 0, asked: 0, costUs: 0, lastMs: null };
    for (const { count, lastMs, ruleId } of found) {
      const known = figures.get(ruleId) ?? { ruleId, ...none };
      const newest = Math.max(known.lastMs ?? lastMs, lastMs);
      figures.set(ruleId, { ...known, hits: known.hits + count, lastMs: newest });
    }
    if (!withCost) return [...figures.values()];
    for (const [ruleId, { asked, ns }] of this.#figures) {
      const known = figures.get(ruleId) ?? { ruleId, ...none };
      figures.set(ruleId, { ...known, asked, costUs: Math.round(ns / 1_000) });
    }
    this.#figures.clear();
    return [...figures.values()];
  }

  #takeCost(): void {
    for (const [sigmaId, { asked, ns }] of this.#cost.take()) {
      const ruleId = this.#detector.compiled.documentOf.get(sigmaId);
      if (ruleId === undefined) continue;
      const known = this.#figures.get(ruleId) ?? { asked: 0, ns: 0 };
      this.#figures.set(ruleId, { asked: known.asked + asked, ns: known.ns + ns });
    }
  }

  /** Keeps what the correlations remember now, for the next step that is written. */
  #keepSnapshot(): void {
    const begunMs = this.#elapsedMs();
    const packed = packedState(this.#detector.state());
    this.#snapshot = { seq: this.#seq, places: this.#follower.places, packed };
    const tookMs = this.#elapsedMs() - begunMs;
    this.#snapshotDueMs = begunMs + Math.max(logLimits.detectionSnapshotEveryMs, tookMs * SNAPSHOT_SHARE);
  }

  /** Writes a step, however often the database goes away meanwhile. @throws DetectionMoved */
  async #write(step: FoundStep): Promise<void> {
    const { database, patience } = this.#parts;
    for (let isFirst = true; ; isFirst = false) {
      try {
        const { at } = await database.change(actor, async ({ now, sql }) => ({
          at: await writeStep(sql, now, step),
        }));
        // Nobody said whether the try before was written: it was.
        const isWritten = at === null || (!isFirst && at === step.toSeq);
        if (!isWritten) {
          throw new DetectionMoved(
            `Cannot write what was found from entry ${step.fromSeq} to ${step.toSeq}: detection is at entry ${at}`,
          );
        }
        this.#doneSeq = step.toSeq;
        return;
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable)) throw error;
        if (!(await patience(error.message))) throw error;
      }
    }
  }
}

const noRules: CompiledDocuments = {
  engine: { rules: [], match: () => [] },
  linked: { correlations: [], silent: new Set(), problems: [] },
  documentOf: new Map(),
  extrasOf: new Map(),
  ruleCount: 0,
  refused: [],
};

const packedState = (state: DetectorState) => zstdCompressSync(JSON.stringify(state));

/** Null when it cannot be read: then correlations begin anew, which costs what they remembered and nothing else. */
function unpacked(packed: Buffer): DetectorState | null {
  try {
    const bytes = zstdDecompressSync(packed, { maxOutputLength: logLimits.detectionSnapshotBytesMax });
    const state = JSON.parse(bytes.toString()) as Partial<DetectorState> | null;
    const isWhole = typeof state?.stretch === 'number' && Array.isArray(state.correlator?.correlations);
    return isWhole ? (state as DetectorState) : null;
  } catch {
    return null;
  }
}
