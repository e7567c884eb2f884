// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';
import type { Configuration } from '../platform/configuration/configuration.ts';

/** What passes between the server and the log process, over the channel that their fork gave them. */
export interface StartMessage {
  readonly kind: 'start';
  readonly configuration: Configuration;
  readonly connection: pg.ClientConfig;
  readonly secret: string;
}

export interface StopMessage {
  readonly kind: 'stop';
}

export interface ReadyMessage {
  readonly kind: 'ready';
  readonly port: number;
  /** Where receivers listen, by transport; null where one cannot. */
  readonly receivers: readonly { readonly transport: string; readonly port: number | null }[];
}

export interface FailedMessage {
  readonly kind: 'failed';
  readonly code: string | null;
  readonly message: string;
}

export type ToLog = StartMessage | StopMessage;
export type FromLog = ReadyMessage | FailedMessage;

/** How a log process ends that may acknowledge nothing any more (EX_SOFTWARE of sysexits.h). */
export const EXIT_CANNOT_WRITE = 70;
