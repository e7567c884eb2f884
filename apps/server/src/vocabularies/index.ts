// SPDX-License-Identifier: Apache-2.0

export { labelIn, wordsIn } from './term.ts';
export { listTerms, reasonNotCategory, termKnown } from './term-store.ts';
export { type VocabularyParts, vocabularyHandlers } from './vocabulary-routes.ts';
