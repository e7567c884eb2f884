// SPDX-License-Identifier: Apache-2.0
import {
  type Answer,
  type classifyReports,
  isRefusal,
  limits,
  refuse,
  type Term,
  type VocabularyName,
  type vocabularyRoutes,
} from '@belfry/contract';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { changedTerm, isWholeOrder, reasonNotTerm } from './term.ts';
import { insertTerm, listTerms, lockTerms, placeTerms, updateTerm } from './term-store.ts';

type Routes = typeof vocabularyRoutes;
type Classes = {
  readonly category?: string | null | undefined;
  readonly qualification?: string | null | undefined;
};

export interface VocabularyParts {
  readonly database: Database;
  /** Reports are another slice's; the process above both sets their terms. */
  readonly classify: (
    actor: PersonActor,
    references: readonly string[],
    classes: Classes,
  ) => Promise<Answer<typeof classifyReports>['outcomes']>;
}

export function vocabularyHandlers(parts: VocabularyParts): Handlers<Routes> {
  const { database } = parts;
  return {
    readVocabularies: ({ actor }) =>
      database.read(actor, async ({ sql }) => ({
        categories: await listTerms(sql, 'category'),
        qualifications: await listTerms(sql, 'qualification'),
      })),
    addTerm: add(database),
    changeTerm: change(database),
    orderTerms: order(database),
    classifyReports: async ({ actor, body }) => {
      const { references, ...classes } = body;
      return { outcomes: await parts.classify(actor, [...new Set(references)], classes) };
    },
  };
}

const subjectOf = (vocabulary: VocabularyName, id: string) => ({
  kind: 'vocabulary',
  id: `${vocabulary}/${id}`,
  reference: id,
});

function add(database: Database): Handler<Routes['addTerm']> {
  return ({ actor, body, params: { vocabulary } }) =>
    database.change(actor, async ({ record, sql }) => {
      const fresh: Term = { ...body, vocabulary, isActive: true, version: 1 };
      const wrong = reasonNotTerm(fresh);
      if (wrong !== null) {
        return wrong;
      }
      const terms = await lockTerms(sql, vocabulary);
      if (terms.some(({ id }) => id === fresh.id)) {
        return refuse('vocabulary.term_taken', `"${fresh.id}" is in use`);
      }
      if (terms.length >= limits.termsPerVocabularyMax) {
        return refuse('request.not_valid', `A vocabulary has at most ${limits.termsPerVocabularyMax} terms`);
      }
      await insertTerm(sql, fresh, terms.length + 1);
      record({
        event: 'vocabulary.term_added',
        subject: subjectOf(vocabulary, fresh.id),
        changes: changesBetween(
          {},
          { area: fresh.area, words: fresh.words, suggestsClass: fresh.suggestsClass },
        ),
      });
      return fresh;
    });
}

function change(database: Database): Handler<Routes['changeTerm']> {
  return ({ actor, body, params }) =>
    database.change(actor, async ({ record, sql }) => {
      const { version, ...wanted } = body;
      const terms = await lockTerms(sql, params.vocabulary);
      const before = terms.find(({ id }) => id === params.term);
      if (before === undefined) {
        return refuse('vocabulary.term_not_found', `No "${params.term}" in ${params.vocabulary}`);
      }
      if (before.version !== version) {
        return refuse('vocabulary.changed_meanwhile', `Version ${before.version} now, ${version} seen`);
      }
      const after = changedTerm(before, wanted);
      if (isRefusal(after)) {
        return after;
      }
      const { version: _before, ...then } = before;
      const { version: _after, ...now } = after;
      const changes = changesBetween(then, now);
      if (changes.length === 0) {
        return before;
      }
      await updateTerm(sql, after);
      record({ event: 'vocabulary.term_changed', subject: subjectOf(params.vocabulary, after.id), changes });
      return after;
    });
}

function order(database: Database): Handler<Routes['orderTerms']> {
  return ({ actor, body, params: { vocabulary } }) =>
    database.change(actor, async ({ record, sql }) => {
      const before = await lockTerms(sql, vocabulary);
      if (!isWholeOrder(before, body.terms)) {
        return refuse('vocabulary.changed_meanwhile', `Name each of the ${before.length} terms once`);
      }
      const changes = changesBetween({ order: before.map(({ id }) => id) }, { order: body.terms });
      if (changes.length > 0) {
        await placeTerms(sql, vocabulary, body.terms);
        record({
          event: 'vocabulary.ordered',
          subject: { kind: 'vocabulary', id: vocabulary, reference: vocabulary },
          changes,
        });
      }
      return { items: await listTerms(sql, vocabulary) };
    });
}
