// SPDX-License-Identifier: Apache-2.0
import { type Language, languages, type Refusal, refuse, type Term } from '@belfry/contract';

/** The fields of a change that were named; a field that is absent stays as it is. */
export type TermChange = {
  readonly [Field in 'area' | 'words' | 'suggestsClass' | 'isActive']?: Term[Field] | undefined;
};

/** Stands for "nobody said" in filters and statistics, so that no term may be called so. */
const NO_TERM = 'none';

/** The term after a change, or what stands in its way. */
export function changedTerm(before: Term, change: TermChange): Term | Refusal<'request.not_valid'> {
  const named = Object.entries(change).filter(([, value]) => value !== undefined);
  const after: Term = { ...before, ...Object.fromEntries(named), version: before.version + 1 };
  return reasonNotTerm(after) ?? after;
}

/** What a schema cannot say of a term. */
export function reasonNotTerm(
  term: Pick<Term, 'area' | 'id' | 'vocabulary' | 'words'>,
): Refusal<'request.not_valid'> | null {
  const wrong = (pointer: string, code: string, detail: string) =>
    refuse('request.not_valid', detail, [{ pointer, code, detail }]);
  if (term.id === NO_TERM) {
    return wrong('/id', 'unknown', 'The identifier "none" is kept for reports without a term');
  }
  if ((term.vocabulary === 'category') !== (term.area !== null)) {
    return wrong('/area', 'form', 'A category stands under a responsible area; a qualification under none');
  }
  if (Object.values(term.words).length === 0) {
    return wrong('/words', 'too_small', 'A term needs its word in one language at least');
  }
  return null;
}

/** The words of a term in a language, or in the first one it has. */
export function wordsIn(
  term: Pick<Term, 'id' | 'words'>,
  language: Language,
): { label: string; hint: string } {
  const spoken = [language, ...languages].map((one) => term.words[one]).find((words) => words !== undefined);
  return spoken ?? { label: term.id, hint: '' };
}

export function labelIn(term: Pick<Term, 'id' | 'words'>, language: Language): string {
  return wordsIn(term, language).label;
}

/** Whether an order names every term of the vocabulary exactly once. */
export function isWholeOrder(terms: readonly Pick<Term, 'id'>[], order: readonly string[]): boolean {
  const wanted = new Set(order);
  return (
    wanted.size === order.length && terms.length === order.length && terms.every(({ id }) => wanted.has(id))
  );
}
