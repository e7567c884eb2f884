// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';
import type { Logger } from 'pino';
import type { ReplyAddresses } from './correspondence/index.ts';
import type { Clock, Ids } from './platform/clock/clock.ts';
import type { Configuration } from './platform/configuration/configuration.ts';
import type { Database } from './platform/database/database.ts';
import type { FileStore } from './platform/files/file-store.ts';
import type { Sealing } from './platform/keys/sealing.ts';
import type { LogLink } from './platform/log-link/log-link.ts';
import type { Receipts, ReceiveReport } from './reports/index.ts';

/** What a desk is built from; tests hand in their own clock, identifiers and database. */
export interface DeskParts {
  readonly configuration: Configuration;
  readonly connection: () => pg.ClientConfig;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Folder of the detection rules this version comes with; absent where none are taken up. */
  readonly shippedRules?: string;
  /** The way to the log process; absent where none runs beside this desk. */
  readonly log?: LogLink;
}

/** What every part of the desk may stand on. */
export interface House extends DeskParts {
  readonly database: Database;
  readonly files: FileStore;
  readonly receipts: Receipts;
  readonly receive: ReceiveReport;
  /** Addresses that answers come back to. */
  readonly addresses: ReplyAddresses;
  /** Seals who anonymous reporters say they are. */
  readonly sealing: Sealing;
  readonly publicUrl: () => string;
  /** Looks for due alerts at once. */
  readonly wakeAlerts: () => void;
}
