// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Refusal, refuse, type VocabularyName } from '@belfry/contract';
import type { Changing, Database } from '../platform/database/database.ts';
import { type Classes, classifyReport } from '../reports/index.ts';
import { termKnown, type VocabularyParts } from '../vocabularies/index.ts';

/**
 * Sets the terms of a report from the organisation's vocabularies. A term that was switched off may still be set:
 * a correction of an old report needs the words of its time.
 */
export async function classifyInVocabulary(
  changing: Changing,
  reference: string,
  classes: Classes,
): Promise<null | Refusal<'report.not_found' | 'vocabulary.term_not_found'>> {
  const asked: [VocabularyName, string | null | undefined][] = [
    ['category', classes.category],
    ['qualification', classes.qualification],
  ];
  for (const [vocabulary, id] of asked) {
    if (typeof id === 'string' && !(await termKnown(changing.sql, vocabulary, id))) {
      return refuse('vocabulary.term_not_found', `No "${id}" in ${vocabulary}`);
    }
  }
  return classes.category === undefined && classes.qualification === undefined
    ? null
    : classifyReport(changing, reference, classes);
}

/** Each report in a transaction of its own, so that one refusal stops no other. */
export function reportsAreClassified(database: Database): VocabularyParts['classify'] {
  return async (actor, references, classes) => {
    const outcomes = [];
    for (const reference of references) {
      const done = await database.change(actor, (changing) =>
        classifyInVocabulary(changing, reference, classes),
      );
      outcomes.push({ reference, refused: isRefusal(done) ? done.refused : null });
    }
    return outcomes;
  };
}
