// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { TestDesk } from './desk.ts';

export interface KeptMail {
  readonly raw_sha256: string;
  readonly raw_bytes: string;
  readonly delivery_count: number;
  readonly envelope_from: string | null;
  readonly envelope_to: string[];
  readonly peer: { address: string; greeting: string | null; isEncrypted: boolean };
}

/** The mails a desk has received, as its owner sees them. */
export const keptMails = (desk: Pick<TestDesk, 'query'>) =>
  desk.query<KeptMail>('SELECT * FROM incoming_mail ORDER BY received_at, id');

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
