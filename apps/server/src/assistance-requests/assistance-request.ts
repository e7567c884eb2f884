// SPDX-License-Identifier: Apache-2.0
import type { AssistanceRequest } from '@belfry/contract';

export type AssistanceState = AssistanceRequest['state'];

/** What the state of a request follows from. */
export interface Consent {
  readonly from: Date;
  readonly until: Date;
  readonly grantedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** The consent ends by itself: no row has to change for it, and no work has to run. */
export function assistanceState(consent: Consent, now: Date): AssistanceState {
  if (consent.revokedAt !== null) return 'revoked';
  if (consent.until <= now) return 'expired';
  if (consent.grantedAt === null) return 'asked';
  return consent.from <= now ? 'active' : 'granted';
}

/** Why this period cannot be consented to, or null. */
export function reasonPeriodNotValid(
  { from, until }: { from: Date; until: Date },
  { now, daysMax }: { now: Date; daysMax: number },
): string | null {
  if (until <= from) return `It ends at ${until.toISOString()}, before it begins at ${from.toISOString()}`;
  if (until <= now) return `It ended at ${until.toISOString()}`;
  const days = (until.getTime() - from.getTime()) / 86_400_000;
  return days > daysMax ? `It lasts ${Math.ceil(days)} days; ${daysMax} are the most` : null;
}
