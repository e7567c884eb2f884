// SPDX-License-Identifier: Apache-2.0
import type { Attachment, Refusal, Report } from '@belfry/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { IncidentHooks } from './incident-hooks.ts';

/** A file that was received and lies in the file store under its digest. */
export interface ReceivedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What the incident slice needs from others; processes and the composition root put it together. */
export interface IncidentParts {
  readonly database: Database;
  readonly hooks: IncidentHooks;
  readonly reports: {
    /** Reports of these incidents the reader can see, oldest first. */
    reportsOf(trx: Sql, incidentIds: readonly string[]): Promise<Report[]>;
    /** When the earliest of these was received; null when none is visible. */
    firstReportedAt(trx: Sql, references: readonly string[]): Promise<Date | null>;
    /** Accepts waiting reports into an incident that is locked. @returns a refusal, or null when all are in */
    take(
      changing: Changing,
      references: readonly string[],
      incident: { id: string; reference: string },
    ): Promise<Refusal<'report.not_found' | 'report.already_decided'> | null>;
  };
  readonly files: {
    receive(
      request: FastifyRequest,
    ): Promise<
      | readonly ReceivedFile[]
      | Refusal<'request.media_type_unknown' | 'request.too_large' | 'request.not_valid'>
    >;
    insert(changing: Changing, incidentId: string, files: readonly ReceivedFile[]): Promise<Attachment[]>;
    send(
      reply: FastifyReply,
      file: { name: string; media_type: string; sha256: string },
    ): Promise<FastifyReply>;
  };
}
