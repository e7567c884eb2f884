// SPDX-License-Identifier: Apache-2.0
import { asLanguage, type Feedback, type IncidentStatus, type Refusal, refuse } from '@belfry/contract';
import { messages } from './messages.ts';

export type Occasion = Feedback['occasion'];
export type FeedbackState = Feedback['state'];
export type FeedbackWay = Feedback['way'];

/** A report whose reporter may have something to hear. */
export interface ToldReport {
  readonly id: string;
  readonly reference: string;
  readonly language: string;
  /** Left with the report, or the address of the person who reported while signed in. */
  readonly email: string | null;
  readonly hasReceipt: boolean;
}

/** Who is speaking. */
export interface Speaker {
  readonly name: string;
  readonly helpdeskMail: string;
  readonly helpdeskPhone: string;
}

/** What there is to tell about an incident of this status; null when there is nothing. */
export function occasionOf(status: IncidentStatus): Occasion | null {
  return status === 'confirmed' || status === 'resolved' ? status : null;
}

/**
 * What a change of status gives reason to tell. An incident that is opened again was confirmed before: that is no
 * news to a reporter.
 */
export function occasionOfChange(from: IncidentStatus, to: IncidentStatus): Occasion | null {
  const isReopened = to === 'confirmed' && (from === 'resolved' || from === 'closed');
  return isReopened ? null : occasionOf(to);
}

/** What prepared feedback is no longer true after a change of status. */
export function occasionsNoLongerTrue(to: IncidentStatus): Occasion[] {
  switch (to) {
    case 'pending':
    case 'dismissed':
      return ['confirmed', 'resolved'];
    case 'confirmed':
      return ['resolved'];
    case 'resolved':
      // Overtaken: one who was not told of the confirmation hears of the end.
      return ['confirmed'];
    default:
      return [];
  }
}

/** How the reporter can be reached; null when there is no way. */
export function wayOf(report: ToldReport): FeedbackWay | null {
  if (report.email !== null) {
    return 'mail';
  }
  return report.hasReceipt ? 'receipt_page' : null;
}

/** The words as prepared: in the reporter's language, about their report and never about the incident. */
export function preparedText(report: ToldReport, occasion: Occasion, speaker: Speaker): string {
  const words = messages[asLanguage(report.language)];
  const contact = [speaker.helpdeskMail, speaker.helpdeskPhone].filter((way) => way !== '').join(' · ');
  return [words.occasions[occasion], ...(contact === '' ? [] : [words.reach]), words.regards]
    .join('\n\n')
    .replaceAll('{reference}', report.reference)
    .replaceAll('{contact}', () => contact)
    .replaceAll('{organisation}', () => speaker.name);
}

export function subjectFor(report: Pick<ToldReport, 'language' | 'reference'>): string {
  return messages[asLanguage(report.language)].subject.replaceAll('{reference}', report.reference);
}

/** Why feedback in this state takes no answer. What failed may be sent again, or skipped. */
export function reasonAnswered(state: FeedbackState): Refusal<'feedback.already_answered'> | null {
  return state === 'prepared' || state === 'failed'
    ? null
    : refuse('feedback.already_answered', `It is ${state}`);
}
