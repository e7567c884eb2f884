// SPDX-License-Identifier: Apache-2.0
import { type Refusal, refuse } from '@belfry/contract';

/** Why nothing can be handed over for this referral at this moment, or null: one receipt for each, of what happened. */
export function reasonNotToHandOver(
  referral: {
    readonly reference: string;
    readonly isReferred: boolean;
    readonly handOver: { readonly at: string } | null;
  },
  at: string,
  now: Date,
): Refusal<'referral.not_to_hand_over' | 'referral.in_the_future'> | null {
  const { reference, isReferred, handOver } = referral;
  if (!isReferred) {
    return refuse('referral.not_to_hand_over', `${reference} was decided not to go to the police`);
  }
  if (handOver !== null) {
    return refuse('referral.not_to_hand_over', `${reference} was handed over at ${handOver.at}`);
  }
  return new Date(at) > now ? refuse('referral.in_the_future', `${at} is after ${now.toISOString()}`) : null;
}
