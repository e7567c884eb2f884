// SPDX-License-Identifier: Apache-2.0
import type { LogAlarmKind, LogTransport } from '@belfry/contract';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Clock, Ids } from '../platform/clock/clock.ts';
import type { Configuration } from '../platform/configuration/configuration.ts';
import type { Database } from '../platform/database/database.ts';
import type { Appended, Batch, Origin } from './batch.ts';

/**
 * The door to the journal. Receivers hand over batches and answer their sender only after the promise resolves:
 * then the bytes are on disk. A journal that cannot write ends the process; nobody is told otherwise.
 */
export interface Journal {
  /** @returns once `fdatasync` covers the batch. Waits, never refuses: who must not wait asks `isOpen` first. */
  append(batch: Batch): Promise<Appended>;
  /** False while the disk is too full to take more: HTTP answers 503, RELP and TCP stop reading, UDP is counted. */
  readonly isOpen: boolean;
  /** Resolves when `isOpen` is true. */
  whenOpen(): Promise<void>;
}

/** Who sends: looked up for each connection or request, from memory; it works while PostgreSQL is away. */
export interface SourceRegistry {
  /** The source whose token this is; null when none is. */
  byToken(token: string, transport: LogTransport, peer: string): Origin | null;
  /**
   * The source known by its certificate, else by its address; else the unknown sender of that address, which from now
   * on waits to be adopted.
   */
  bySender(sender: {
    readonly transport: LogTransport;
    /** IP address without port. */
    readonly address: string;
    readonly port: number;
    readonly certificate?: { readonly fingerprint256: string; readonly subject: string };
  }): Origin;
}

/** What was refused or cut, and why; `receiver` and `reason` have few, fixed values. Shown in /metrics and on the health page. */
export interface ReceiveCounts {
  refused(receiver: LogTransport, reason: string, count?: number): void;
  received(receiver: LogTransport, entries: number, bytes: number): void;
}

/** What every part of the log process may stand on. */
export interface LogHouse {
  readonly configuration: Configuration;
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly journal: Journal;
  readonly sources: SourceRegistry;
  readonly counts: ReceiveCounts;
  readonly alarms: AlarmBell;
}

/** A running receiver of its own port. */
export interface Receiver {
  readonly transport: LogTransport;
  /** Null while it cannot listen, which raises an alarm. */
  readonly port: number | null;
  stop(): Promise<void>;
}

/** Receivers that share the HTTP port add their routes under `/ingest/` to the HTTP server of the log process. */
export type ServeIngest = (app: FastifyInstance, house: LogHouse) => void;

/**
 * Problems of the logbook itself, raised where they are noticed. Raising what is raised already only renews it;
 * the desk's database tells people, and keeps what could not be written until it answers.
 */
export interface AlarmBell {
  raise(kind: LogAlarmKind, subject: string, facts: Readonly<Record<string, string | number>>): void;
  clear(kind: LogAlarmKind, subject: string): void;
}
