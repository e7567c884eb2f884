// SPDX-License-Identifier: Apache-2.0

/** Why a request is not taken; few and fixed, because they are counted by name. */
export type RefusalReason =
  | 'token_missing'
  | 'token_not_understood'
  | 'token_wrong'
  | 'token_flood'
  | 'journal_closed'
  | 'busy'
  | 'body_too_large'
  | 'body_too_slow'
  | 'body_broken_off'
  | 'encoding'
  | 'undecodable'
  | 'empty'
  | 'change_refused'
  | 'channel_missing'
  | 'acks_full'
  | 'event_missing'
  | 'event_blank'
  | 'key_reused'
  | 'key_not_valid'
  | 'receipt_unknown'
  | 'unsupported';

const statuses: Readonly<Record<RefusalReason, number>> = {
  token_missing: 401,
  token_not_understood: 401,
  token_wrong: 401,
  token_flood: 429,
  journal_closed: 503,
  busy: 503,
  body_too_large: 413,
  body_too_slow: 408,
  body_broken_off: 400,
  encoding: 415,
  undecodable: 400,
  empty: 400,
  change_refused: 400,
  channel_missing: 400,
  acks_full: 503,
  event_missing: 400,
  event_blank: 400,
  key_reused: 422,
  key_not_valid: 400,
  receipt_unknown: 404,
  unsupported: 415,
};

/** A request that is not taken: nothing of it counts as received, and the sender is told so. */
export interface Refused {
  readonly refused: RefusalReason;
  readonly status: number;
  readonly message: string;
  /** Present when the same request may come again. */
  readonly retryAfterSeconds?: number;
  /** Number of the event that was at fault, from 0, where a protocol tells it. */
  readonly at?: number;
}

export function refused(
  reason: RefusalReason,
  message: string,
  more: { readonly retryAfterSeconds?: number; readonly at?: number } = {},
): Refused {
  return { refused: reason, status: statuses[reason], message, ...more };
}

export function isRefused(value: object): value is Refused {
  return 'refused' in value;
}
