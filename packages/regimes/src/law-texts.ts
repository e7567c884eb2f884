// SPDX-License-Identifier: Apache-2.0
import { contentWords, sectionWords } from './content-words.ts';
import { wordsFor } from './form-words.ts';
import { nis2LineWords, otherLineWords, outcomeWords } from './line-words.ts';
import type { QuestionTexts } from './question-texts.ts';
import { recipientWords } from './recipient-words.ts';
import { regimeNames, stageNames } from './regime-words.ts';

/** English words of the data, each with its Dutch, French and German. */
export type LineSays = keyof typeof nis2LineWords | keyof typeof otherLineWords;
export type OutcomeSays = keyof typeof outcomeWords;
/** What an organisation wrote itself, in its own language: it stands in quotation marks, and nobody translates it. */
export type OwnSays = `“${string}”`;
export type RecipientSays = keyof typeof recipientWords;

const lineWords = { ...nis2LineWords, ...otherLineWords };

const untold = (id: string): QuestionTexts => ({ en: id, nl: id, fr: id, de: id });

const fourOf = (en: string, [nl, fr, de]: readonly [string, string, string]): QuestionTexts => ({
  en,
  nl,
  fr,
  de,
});

const isOwn = (says: string): says is OwnSays => says.startsWith('“');

/** What a line of a test says. */
export const lineTexts = (says: LineSays | OwnSays): QuestionTexts =>
  isOwn(says) ? untold(says) : fourOf(says, lineWords[says]);

/** What a person decides, or what a look back is for. */
export const outcomeTexts = (says: OutcomeSays | OwnSays): QuestionTexts =>
  isOwn(says) ? untold(says) : fourOf(says, outcomeWords[says]);

/** To whom a stage goes. */
export const recipientTexts = (recipient: RecipientSays): QuestionTexts =>
  fourOf(recipient, recipientWords[recipient]);

/** What a stage has to say, in the words its form asks for it: a field, or a whole section. */
export const contentTexts = (content: string): QuestionTexts =>
  contentWords.get(content) ?? wordsFor(sectionWords, content);

/** What a body of law is called. One that is no longer among the data is known by its id. */
export const regimeTexts = (regimeId: string): QuestionTexts => regimeNames.get(regimeId) ?? untold(regimeId);

/** What a stage is called by its act. One that is no longer among the data is known by its id. */
export const stageTexts = (regimeId: string, stageId: string): QuestionTexts =>
  stageNames.get(`${regimeId}.${stageId}`) ?? stageNames.get(stageId) ?? untold(stageId);
