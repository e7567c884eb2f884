// SPDX-License-Identifier: Apache-2.0
import { type LimitPercent, limitPercents } from '@belfry/contract';

/** A moment at which a limit pages somebody. */
export interface Mark {
  readonly percent: LimitPercent;
  readonly ringsAt: Date;
}

/** What is kept of a mark. Without a percent it is the daily reminder of a duty that has no number. */
export interface KeptMark {
  readonly id: string;
  readonly percent: LimitPercent | null;
  readonly dueAt: Date | null;
  readonly ringsAt: Date;
  readonly rangAt: Date | null;
  readonly droppedAt: Date | null;
}

/** When 50, 75, 90 and 100 % of the time between start and limit are gone. A limit that lies before its start is missed. */
function marksOf(startedAt: Date, dueAt: Date): Mark[] {
  const wholeMs = Math.max(0, dueAt.getTime() - startedAt.getTime());
  return limitPercents.map((percent) => ({
    percent,
    ringsAt: new Date(dueAt.getTime() - Math.floor((wholeMs * (100 - percent)) / 100)),
  }));
}

/** Marks that shall ring: those to come, and the highest of those that passed while nobody counted. */
export function marksToRing(startedAt: Date, dueAt: Date, now: Date): Mark[] {
  const marks = marksOf(startedAt, dueAt);
  const last = marks.findLast(({ ringsAt }) => ringsAt <= now);
  return marks.filter((mark) => mark.ringsAt > now || mark === last);
}

/** What has to change of the kept marks, so that the wanted ones ring and no other. */
export interface MarkChanges {
  readonly dropIds: readonly string[];
  readonly add: readonly Mark[];
  /** Kept, not rung, at another moment or dropped before. */
  readonly move: readonly { readonly id: string; readonly ringsAt: Date }[];
}

/** @param ringsAgain the page of this very limit was ended and the limit runs again: what rang counts no more */
export function markChanges(
  kept: readonly KeptMark[],
  dueAt: Date,
  wanted: readonly Mark[],
  now: Date,
  ringsAgain: boolean,
): MarkChanges {
  const same = kept.filter((mark) => mark.dueAt?.getTime() === dueAt.getTime());
  const of = (percent: LimitPercent) => same.find((mark) => mark.percent === percent);
  const wantedIds = new Set(wanted.map(({ percent }) => of(percent)?.id));
  // A higher mark that rang already says more than the one that would ring now.
  const rangUpTo = ringsAgain
    ? 0
    : Math.max(0, ...same.flatMap(({ percent, rangAt }) => (rangAt === null ? [] : [percent ?? 0])));
  const rings = wanted.filter(({ percent, ringsAt }) => ringsAt > now || percent > rangUpTo);
  return {
    dropIds: kept.filter((mark) => isOpen(mark) && !wantedIds.has(mark.id)).map(({ id }) => id),
    add: rings.filter(({ percent }) => of(percent) === undefined),
    move: rings.flatMap(({ percent, ringsAt }) => {
      const mark = of(percent);
      if (mark === undefined || (mark.rangAt !== null && !ringsAgain)) return [];
      const stays = isOpen(mark) && mark.ringsAt.getTime() === ringsAt.getTime();
      return stays ? [] : [{ id: mark.id, ringsAt }];
    }),
  };
}

export const isOpen = (mark: KeptMark) => mark.rangAt === null && mark.droppedAt === null;
