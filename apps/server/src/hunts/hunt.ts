// SPDX-License-Identifier: Apache-2.0
import { limits, type Refusal, refuse } from '@belfry/contract';

export interface Period {
  readonly from: Date;
  readonly until: Date;
}

/** The period somebody asks for. What is to come has not come: an end that is open, or ahead, is this moment. */
export function periodOf(
  asked: { readonly from: string; readonly until?: string | undefined },
  now: Date,
): Period | Refusal<'hunt.period_not_valid'> {
  const from = new Date(asked.from);
  const wanted = asked.until === undefined ? now : new Date(asked.until);
  const until = wanted > now ? now : wanted;
  return from < until
    ? { from, until }
    : refuse('hunt.period_not_valid', `It begins ${from.toISOString()} and ends ${until.toISOString()}`);
}

/** Why no further hunt is taken on; null when one is. */
export function reasonTooMany(underWay: {
  readonly all: number;
  readonly own: number;
}): Refusal<'hunt.too_many'> | null {
  const { all, own } = underWay;
  if (own >= limits.huntsUnderWayPerPersonMax)
    return refuse('hunt.too_many', `${own} of yours are under way`);
  return all >= limits.huntsUnderWayMax ? refuse('hunt.too_many', `${all} are under way`) : null;
}
