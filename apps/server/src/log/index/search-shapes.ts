// SPDX-License-Identifier: Apache-2.0
import {
  lineFormats,
  logName,
  logStreams,
  logTransports,
  parseStates,
  type QueryMistake,
} from '@belfry/contract';
import { z } from 'zod';

/**
 * What the desk asks the log process, and what it answers: `POST /inside/search`, `/inside/count`,
 * `/inside/histogram`, `/inside/fields`, `/inside/values`, `/inside/around`, `/inside/tail`, `/inside/parsed`.
 * Moments are RFC 3339 in UTC with microseconds, as `received` of a sealed line; a period holds its start and not
 * its end. A request that is closed by its caller is not computed further.
 */

/** Which moment counts: what the sender says, or when we had it, which no sender can choose. */
const searchClocks = ['event', 'received'] as const;
export type SearchClock = (typeof searchClocks)[number];

/** What may be seen at all: the desk decides it, whatever the query says. */
const scope = {
  /** Words of the query language (`parseQuery` of the contract); empty means everything. */
  query: z.string(),
  streams: z.array(z.enum(logStreams)).min(1),
  /** Null means every source. */
  sources: z.array(z.uuid()).nullable(),
  from: z.iso.datetime().nullable(),
  until: z.iso.datetime().nullable(),
  clock: z.enum(searchClocks).default('event'),
};
export const scopeAsked = z.object(scope);
export type ScopeAsked = z.input<typeof scopeAsked>;
export type Scope = z.output<typeof scopeAsked>;

export const searchAsked = z.object({
  ...scope,
  /** `next` of the page before. */
  cursor: z.string().max(200).nullable().default(null),
  limit: z.number().int().min(1).max(1000).default(100),
});
export type SearchAsked = z.input<typeof searchAsked>;

/** An entry as the index holds it; the sealed line is the truth, and `/inside/entry` has it. */
const foundEntry = z.object({
  log: logName,
  /** Tree index in that log. */
  index: z.number().int(),
  seq: z.number().int(),
  /** When it happened: the sender's claim, or the moment of receipt where it claims none that can be. */
  at: z.string(),
  received: z.string(),
  /** The sender's claim as it was, where it was not taken. */
  claimed: z.string().nullable(),
  source: z.uuid(),
  stream: z.enum(logStreams),
  transport: z.enum(logTransports),
  format: z.enum(lineFormats),
  parse: z.enum(parseStates),
  /** Syslog severity, 0 (emergency) to 7 (debug); null when none was said. */
  severity: z.number().int().min(0).max(7).nullable(),
  host: z.string(),
  app: z.string(),
  user: z.string(),
  srcIp: z.string(),
  dstIp: z.string(),
  /** Name of the OCSF class, empty when unknown. */
  event: z.string(),
  /** `success`, `failure` or empty. */
  outcome: z.string(),
  /** The message, cut at `logLimits.messageShownCharactersMax`. */
  message: z.string(),
  isCut: z.boolean(),
  /** Number of receipt of an earlier entry with the same bytes; null when there is none. */
  duplicateOf: z.number().int().nullable(),
});
export type FoundEntry = z.infer<typeof foundEntry>;

/** How far the index is: what came later is not found yet. */
const indexedUntil = z.object({
  /** Receipt of the newest indexed entry; null while there is none. */
  received: z.string().nullable(),
  /** How far the index is behind what is sealed, in entries. */
  behind: z.number().int(),
});
export type IndexedUntil = z.infer<typeof indexedUntil>;

export interface SearchAnswer {
  /** Newest first. */
  readonly entries: readonly FoundEntry[];
  /** Null when this is the last page. */
  readonly next: string | null;
  readonly indexed: IndexedUntil;
  readonly tookMs: number;
}

export interface CountAnswer {
  readonly count: number;
  readonly indexed: IndexedUntil;
}

export const histogramAsked = z.object({
  ...scope,
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  /** How many bars are wanted at most; the answer has whole steps of a person's clock. */
  bars: z.number().int().min(1).max(500).default(60),
});
export type HistogramAsked = z.input<typeof histogramAsked>;
export interface HistogramAnswer {
  readonly stepMs: number;
  /** Every bar, the empty ones too, oldest first; `alerting` counts severities 0 to 3 (error and worse). */
  readonly bars: readonly { readonly at: string; readonly count: number; readonly alerting: number }[];
  readonly count: number;
  readonly indexed: IndexedUntil;
}

export const fieldsAsked = z.object({
  ...scope,
  /** Values of each field, most frequent first. */
  top: z.number().int().min(1).max(50).default(10),
});
export type FieldsAsked = z.input<typeof fieldsAsked>;
export interface FieldValues {
  /** Name in the query language. */
  readonly field: string;
  /** Matching entries that have the field. */
  readonly count: number;
  readonly values: readonly { readonly value: string; readonly count: number }[];
}
export interface FieldsAnswer {
  readonly fields: readonly FieldValues[];
  /** Names found in attributes, most frequent first, to be asked for as `attr.<name>`. */
  readonly attributes: readonly { readonly name: string; readonly count: number }[];
  /** True when the counts come from the newest `logLimits.fieldsRowsMax` matching entries only. */
  readonly isSampled: boolean;
}

/** Top values of one field, named as in the query language; `attr.<name>` for what has no name of ours. */
export const valuesAsked = z.object({ ...fieldsAsked.shape, field: z.string().min(1).max(300) });
export type ValuesAsked = z.input<typeof valuesAsked>;

export const aroundAsked = z.object({
  log: logName,
  index: z.number().int().min(0),
  streams: scope.streams,
  sources: scope.sources,
  before: z.number().int().min(0).max(100).default(20),
  after: z.number().int().min(0).max(100).default(20),
});
export type AroundAsked = z.input<typeof aroundAsked>;
export interface AroundAnswer {
  /** Of the same source, in the order they came, oldest first; the entry itself is among them when it is indexed. */
  readonly entries: readonly FoundEntry[];
}

/**
 * Answered as server-sent events: `entries` ({ entries, skipped }), newest last; `alive` every 15 seconds. `skipped`
 * counts matching entries that were left out because more came than a person can read.
 */
export const tailAsked = z.object({ query: scope.query, streams: scope.streams, sources: scope.sources });
export type TailAsked = z.input<typeof tailAsked>;
export interface TailEvent {
  readonly entries: readonly FoundEntry[];
  readonly skipped: number;
}

/** The row beside the sealed line: whether the index says what the line says. */
export const parsedAsked = z.object({ log: logName, index: z.number().int().min(0) });
export interface ParsedAnswer {
  /** What the line says, read anew: names of the normal form. Of an audit record also what its event says. */
  readonly fields: Readonly<Record<string, unknown>>;
  /**
   * `away`: the engine does not answer; `missing`: not indexed though it should be; `later`: not reached yet;
   * `older`: made by other readers, so that only what is sealed could be compared.
   */
  readonly index: 'same' | 'differs' | 'missing' | 'later' | 'away' | 'kept_out' | 'older';
  /** Columns that differ. */
  readonly differs: readonly string[];
}

/** Why there is no answer; sent with status 400, 422 or 503. */
export type SearchRefused =
  | { readonly refused: 'log.query_not_understood'; readonly mistake: QueryMistake }
  | { readonly refused: 'log.search_too_wide' }
  | { readonly refused: 'log.index_away' };
