// SPDX-License-Identifier: Apache-2.0
import type {
  accountSides,
  certainties,
  declineReasons,
  feedbackOccasions,
  Language,
  MomentName,
  ongoingAnswers,
  participantRoles,
  personalDataFlags,
  RsitType,
  reportChannels,
  reportKinds,
  rootCauseClasses,
  Severity,
  Tlp,
} from '@belfry/contract';
import type { PersonKey } from './people.ts';

/** Time since the story began, such as `2d 4h 10m`; a leading minus looks back. */
export type After = string;

/** When a story begins: on a day counted back from today, or a while before this very moment. */
export type Start = { readonly daysAgo: number; readonly at: string } | { readonly minutesAgo: number };

/** Somebody of the staff, an outsider with a way to reach them, nobody by name, or a machine. */
export type Reporter =
  | { readonly person: PersonKey }
  | { readonly name?: string; readonly email?: string; readonly phone?: string }
  | 'anonymous';

export interface ReportTold {
  readonly from: Reporter;
  readonly channel?: (typeof reportChannels)[number];
  readonly kind?: (typeof reportKinds)[number];
  /** A term of the vocabulary of categories. */
  readonly category?: string;
  readonly language?: Language;
  readonly summary: string;
  readonly description?: string;
  readonly noticed?: After;
  readonly ongoing?: (typeof ongoingAnswers)[number];
}

/** A mail as a program would write it; what it forwards is a mail of its own, whole. */
export interface MailTold {
  readonly from: { readonly name: string; readonly email: string };
  readonly to?: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Headers of servers it came past. */
  readonly headers?: readonly string[];
  readonly forwards?: MailTold;
}

export interface Facts {
  readonly title?: string;
  readonly summary?: string;
  readonly severity?: Severity;
  readonly type?: RsitType;
  readonly functions?: readonly string[];
  readonly tlp?: Tlp;
  readonly personalData?: (typeof personalDataFlags)[number];
  readonly restricted?: boolean;
  readonly reason?: string;
}

export interface TaskWanted {
  readonly key?: string;
  readonly title: string;
  readonly owner?: PersonKey;
  readonly accountable?: PersonKey;
  readonly consulted?: readonly PersonKey[];
  readonly informed?: readonly PersonKey[];
  readonly due?: After;
}

export interface MeasureWanted {
  readonly title: string;
  readonly owner: PersonKey;
  /** Days after the closing; a civil date comes of it. */
  readonly dueDays: number;
}

export interface Ending {
  readonly rootCauseClass: (typeof rootCauseClasses)[number];
  readonly rootCause: string;
  readonly lessons: string;
  readonly measures?: readonly MeasureWanted[];
}

type Certainty = (typeof certainties)[number];

export type Act =
  | { readonly act: 'report'; readonly key: string; readonly report: ReportTold }
  | {
      readonly act: 'accept';
      readonly by: PersonKey;
      readonly report: string;
      readonly title?: string;
      readonly severity?: Severity;
      readonly confirm?: boolean;
      readonly restricted?: boolean;
      /** The story whose incident takes the report; this one's own when absent, declared when there is none. */
      readonly into?: string;
    }
  | {
      readonly act: 'declare';
      readonly by: PersonKey;
      readonly title: string;
      readonly severity?: Severity;
      readonly summary?: string;
      readonly restricted?: boolean;
    }
  | { readonly act: 'duplicate'; readonly by: PersonKey; readonly report: string; readonly of: string }
  | {
      readonly act: 'decline';
      readonly by: PersonKey;
      readonly report: string;
      readonly reason: (typeof declineReasons)[number];
      readonly note?: string;
    }
  | { readonly act: 'ask'; readonly by: PersonKey; readonly report: string; readonly text: string }
  | { readonly act: 'mail'; readonly report: string; readonly mail: MailTold }
  | { readonly act: 'alert'; readonly report: string; readonly payload: (at: string) => unknown }
  | {
      readonly act: 'classify';
      readonly by: PersonKey;
      readonly report: string;
      readonly category?: string;
      readonly qualification?: string;
    }
  | {
      readonly act: 'case';
      readonly by: PersonKey;
      readonly report: string;
      readonly does: 'acknowledge' | 'message' | 'note' | 'follow_up' | 'feedback';
      readonly text: string;
    }
  | { readonly act: 'write'; readonly by: PersonKey; readonly report: string; readonly text: string }
  | { readonly act: 'answer'; readonly report: string; readonly text: string }
  | { readonly act: 'snooze'; readonly by: PersonKey; readonly report: string; readonly until: After }
  | { readonly act: 'facts'; readonly by: PersonKey; readonly facts: Facts }
  | {
      readonly act: 'moment';
      readonly by: PersonKey;
      readonly moment: MomentName;
      readonly at: After;
      readonly certainty: Certainty;
      readonly reason: string;
    }
  | {
      readonly act: 'participant';
      readonly by: PersonKey;
      readonly person: PersonKey;
      readonly role: (typeof participantRoles)[number];
    }
  | { readonly act: 'task'; readonly by: PersonKey; readonly task: TaskWanted }
  | {
      readonly act: 'taskEnds';
      readonly by: PersonKey;
      readonly task: string;
      readonly state: 'done' | 'dropped';
    }
  | { readonly act: 'note'; readonly by: PersonKey; readonly text: string }
  | {
      readonly act: 'entry';
      readonly by: PersonKey;
      readonly text: string;
      readonly at: After;
      readonly side: (typeof accountSides)[number];
      readonly certainty: Certainty;
    }
  | { readonly act: 'acknowledge'; readonly by: PersonKey; readonly note: string }
  | {
      readonly act: 'feedback';
      readonly by: PersonKey;
      readonly occasion: (typeof feedbackOccasions)[number];
      /** Absent: sent in the words that were prepared. */
      readonly text?: string;
      readonly skipReason?: string;
    }
  | {
      readonly act: 'confirm';
      readonly by: PersonKey;
      readonly severity?: Severity;
      readonly reason?: string;
    }
  | { readonly act: 'dismiss'; readonly by: PersonKey; readonly reason: string }
  | { readonly act: 'resolve'; readonly by: PersonKey; readonly whatWasDone: string }
  | { readonly act: 'close'; readonly by: PersonKey; readonly ending: Ending }
  | { readonly act: 'reopen'; readonly by: PersonKey; readonly reason: string }
  | { readonly act: 'merge'; readonly by: PersonKey; readonly into: string; readonly reason: string }
  | { readonly act: 'measuresDone'; readonly by: PersonKey; readonly count: number };

export type Step = { readonly after: After } & Act;

export interface Story {
  readonly key: string;
  readonly start: Start;
  readonly steps: readonly Step[];
}

export function story(key: string, start: Start, ...steps: readonly Step[]): Story {
  return { key, start, steps };
}

export const day = (daysAgo: number, at: string): Start => ({ daysAgo, at });
export const minutes = (minutesAgo: number): Start => ({ minutesAgo });

const MINUTES = { d: 1_440, h: 60, m: 1 } as const;

/** @returns milliseconds */
export function durationOf(after: After): number {
  const parts = [...after.matchAll(/(\d+)([dhm])/g)];
  if (parts.length === 0) {
    throw new Error(`Cannot read duration "${after}": write it like "2d 4h 10m"`);
  }
  const minutesAfter = parts.reduce((sum, [, count, unit]) => sum + Number(count) * MINUTES[unit as 'd'], 0);
  return (after.startsWith('-') ? -1 : 1) * minutesAfter * 60_000;
}
