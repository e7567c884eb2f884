// SPDX-License-Identifier: Apache-2.0
// Small verbs in which the stories are told: when, who, what. Each makes one plain step.
import type { MomentName } from '@belfry/contract';
import type { PersonKey } from './people.ts';
import type { Act, After, Ending, Facts, MailTold, ReportTold, Step, TaskWanted } from './scenario.ts';

type Of<Name extends Act['act']> = Extract<Act, { act: Name }>;
type Rest<Name extends Act['act'], Known extends string> = Omit<Of<Name>, 'act' | Known>;

export const report = (after: After, key: string, told: ReportTold): Step => ({
  after,
  act: 'report',
  key,
  report: told,
});

export const accept = (
  after: After,
  by: PersonKey,
  key: string,
  more: Rest<'accept', 'by' | 'report'> = {},
): Step => ({ after, act: 'accept', by, report: key, ...more });

export const declare = (
  after: After,
  by: PersonKey,
  title: string,
  more: Rest<'declare', 'by' | 'title'> = {},
): Step => ({ after, act: 'declare', by, title, ...more });

export const duplicate = (after: After, by: PersonKey, key: string, of: string): Step => ({
  after,
  act: 'duplicate',
  by,
  report: key,
  of,
});

export const decline = (
  after: After,
  by: PersonKey,
  key: string,
  reason: Of<'decline'>['reason'],
  note: string,
): Step => ({ after, act: 'decline', by, report: key, reason, note });

export const ask = (after: After, by: PersonKey, key: string, text: string): Step => ({
  after,
  act: 'ask',
  by,
  report: key,
  text,
});

/** The first mail of a report makes it; a later one is part of the conversation. */
export const mail = (after: After, key: string, told: MailTold): Step => ({
  after,
  act: 'mail',
  report: key,
  mail: told,
});

export const alert = (after: After, key: string, payload: Of<'alert'>['payload']): Step => ({
  after,
  act: 'alert',
  report: key,
  payload,
});

export const classify = (
  after: After,
  by: PersonKey,
  key: string,
  terms: Rest<'classify', 'by' | 'report'>,
): Step => ({ after, act: 'classify', by, report: key, ...terms });

export const inCase = (
  after: After,
  by: PersonKey,
  key: string,
  does: Of<'case'>['does'],
  text: string,
): Step => ({ after, act: 'case', by, report: key, does, text });

export const write = (after: After, by: PersonKey, key: string, text: string): Step => ({
  after,
  act: 'write',
  by,
  report: key,
  text,
});

export const answer = (after: After, key: string, text: string): Step => ({
  after,
  act: 'answer',
  report: key,
  text,
});

export const snooze = (after: After, by: PersonKey, key: string, until: After): Step => ({
  after,
  act: 'snooze',
  by,
  report: key,
  until,
});

export const facts = (after: After, by: PersonKey, changed: Facts): Step => ({
  after,
  act: 'facts',
  by,
  facts: changed,
});

export const moment = (
  after: After,
  by: PersonKey,
  name: MomentName,
  at: After,
  certainty: Of<'moment'>['certainty'],
  reason: string,
): Step => ({ after, act: 'moment', by, moment: name, at, certainty, reason });

export const lead = (after: After, by: PersonKey, person: PersonKey): Step => ({
  after,
  act: 'participant',
  by,
  person,
  role: 'lead',
});

export const deputy = (after: After, by: PersonKey, person: PersonKey): Step => ({
  after,
  act: 'participant',
  by,
  person,
  role: 'deputy',
});

export const takesPart = (after: After, by: PersonKey, person: PersonKey): Step => ({
  after,
  act: 'participant',
  by,
  person,
  role: 'participant',
});

export const task = (after: After, by: PersonKey, wanted: TaskWanted): Step => ({
  after,
  act: 'task',
  by,
  task: wanted,
});

export const done = (after: After, by: PersonKey, key: string): Step => ({
  after,
  act: 'taskEnds',
  by,
  task: key,
  state: 'done',
});

export const dropped = (after: After, by: PersonKey, key: string): Step => ({
  after,
  act: 'taskEnds',
  by,
  task: key,
  state: 'dropped',
});

export const note = (after: After, by: PersonKey, text: string): Step => ({ after, act: 'note', by, text });

/** An entry of the account: what happened, when, whose act it was and how sure we are. */
export const entry = (
  after: After,
  by: PersonKey,
  at: After,
  side: Of<'entry'>['side'],
  text: string,
  certainty: Of<'entry'>['certainty'] = 'certain',
): Step => ({ after, act: 'entry', by, text, at, side, certainty });

export const acknowledge = (after: After, by: PersonKey, words: string): Step => ({
  after,
  act: 'acknowledge',
  by,
  note: words,
});

export const tell = (
  after: After,
  by: PersonKey,
  occasion: Of<'feedback'>['occasion'],
  text?: string,
): Step => ({ after, act: 'feedback', by, occasion, ...(text === undefined ? {} : { text }) });

export const tellNobody = (
  after: After,
  by: PersonKey,
  occasion: Of<'feedback'>['occasion'],
  skipReason: string,
): Step => ({ after, act: 'feedback', by, occasion, skipReason });

export const confirm = (after: After, by: PersonKey, more: Rest<'confirm', 'by'> = {}): Step => ({
  after,
  act: 'confirm',
  by,
  ...more,
});

export const dismiss = (after: After, by: PersonKey, reason: string): Step => ({
  after,
  act: 'dismiss',
  by,
  reason,
});

export const resolve = (after: After, by: PersonKey, whatWasDone: string): Step => ({
  after,
  act: 'resolve',
  by,
  whatWasDone,
});

export const close = (after: After, by: PersonKey, ending: Ending): Step => ({
  after,
  act: 'close',
  by,
  ending,
});

export const reopen = (after: After, by: PersonKey, reason: string): Step => ({
  after,
  act: 'reopen',
  by,
  reason,
});

export const merge = (after: After, by: PersonKey, into: string, reason: string): Step => ({
  after,
  act: 'merge',
  by,
  into,
  reason,
});

/** The first measures of the incident are in place. */
export const measuresDone = (after: After, by: PersonKey, count: number): Step => ({
  after,
  act: 'measuresDone',
  by,
  count,
});
