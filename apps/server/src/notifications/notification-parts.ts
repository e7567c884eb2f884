// SPDX-License-Identifier: Apache-2.0
import type { EventName, Refusal } from '@belfry/contract';
import type { Json } from '@belfry/ledger';
import type { IncidentFacts } from '@belfry/regimes';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { MailAttachment } from '../platform/mail/index.ts';
import type { Addressee } from './notification.ts';

interface StageOfIncident {
  readonly incidentId: string;
  readonly regimeId: string;
  readonly stageId: string;
  readonly at: Date;
}

/** What notifications need of other slices; `serve-law.ts` and a process hand it in. */
export interface NotificationParts {
  readonly database: Database;
  /** The incident and what was merged into it, as far as the reader sees. */
  readonly familyOf: (sql: Sql, reference: string) => Promise<string[] | Refusal<'incident.not_found'>>;
  readonly incidentForChange: (
    changing: Changing,
    reference: string,
  ) => Promise<{ id: string; reference: string; status: string } | Refusal<'incident.not_found'>>;
  readonly assessedOf: (
    sql: Sql,
    incidentId: string,
  ) => Promise<Pick<IncidentFacts, 'profile' | 'answers' | 'decisions' | 'moments'> | null>;
  readonly profileOf: (sql: Sql) => Promise<IncidentFacts['profile']>;
  /** Whom a stage goes to here; null where it goes to no authority, or the book knows none. */
  readonly addresseeFor: (
    sql: Sql,
    wanted: { regimeId: string; stageId: string; country: string },
  ) => Promise<Addressee | null>;
  readonly addresseeById: (sql: Sql, id: string) => Promise<Addressee | null>;
  readonly goesToAuthority: (regimeId: string, stageId: string) => boolean;
  /** Takes the proof of who approves, for exactly what was shown. */
  readonly proveAnew: (
    changing: Changing,
    proof: { id: string; act: 'notification.approve'; subject: string; shown: Json },
  ) => Promise<{ id: string } | Refusal<'reassertion.needed'>>;
  /** Makes the documents of what was approved, where they are not made yet. */
  readonly documentsMade: (reference: string) => Promise<void>;
  /** The documents made of what was approved. */
  readonly documentsOf: (
    sql: Sql,
    notificationId: string,
    digest: string,
  ) => Promise<readonly MailAttachment[]>;
  readonly recordSubmission: (
    changing: Changing,
    sent: StageOfIncident,
    because: EventName,
  ) => Promise<{ id: string }>;
  readonly recordRequest: (
    changing: Changing,
    asked: StageOfIncident,
    because: EventName,
  ) => Promise<{ id: string }>;
  readonly withdrawSubmission: (
    changing: Changing,
    stageMomentId: string,
    because: EventName,
  ) => Promise<void>;
}
