// SPDX-License-Identifier: Apache-2.0

/** One thing looked at: in order, in order but worth knowing, or a problem with what to do about it. */
export interface Finding {
  readonly subject: string;
  readonly state: 'ok' | 'note' | 'problem';
  readonly text: string;
  readonly whatToDo?: string;
}

export function ok(subject: string, text: string): Finding {
  return { subject, state: 'ok', text };
}

export function note(subject: string, text: string, whatToDo: string): Finding {
  return { subject, state: 'note', text, whatToDo };
}

export function problem(subject: string, text: string, whatToDo: string): Finding {
  return { subject, state: 'problem', text, whatToDo };
}
