// SPDX-License-Identifier: Apache-2.0
import type { Finding } from './finding.ts';

export interface Check {
  readonly table: string;
  readonly name: string;
  /** As `pg_get_constraintdef` writes it. */
  readonly definition: string;
}

/** The words a CHECK allows for a column, or null when it is not a list of words. */
export function wordsOfCheck(definition: string): { column: string; words: string[] } | null {
  const list = /\(*"?(\w+)"?\)*(?:::text)? = ANY \(\(?ARRAY\[([^\]]+)\]/.exec(definition);
  const [, column, body] = list ?? [];
  if (column === undefined || body === undefined) return null;
  const words = [...body.matchAll(/'([^']*)'/g)].map(([, word = '']) => word);
  return words.length === 0 ? null : { column, words };
}

const asSet = (words: readonly string[]) => [...new Set(words)].sort().join(' ');

/** The database allows exactly the words the contract has, or the words an exception gives a reason for. */
export function checkVocabulary(
  checks: readonly Check[],
  tuples: Readonly<Record<string, readonly string[]>>,
  ownWords: Readonly<Record<string, string>>,
): Finding[] {
  const known = new Set(Object.values(tuples).map(asSet));
  const seen = new Set<string>();
  const found = checks.flatMap(({ table, name, definition }) => {
    const listed = wordsOfCheck(definition);
    if (listed === null) return [];
    const column = `${table}.${listed.column}`;
    if (known.has(asSet(listed.words))) return [];
    seen.add(column);
    if (column in ownWords) return [];
    return [
      {
        rule: 'vocabulary',
        path: 'apps/server/src/migrations',
        message: `constraint ${name} allows ${listed.words.join(', ')} for ${column}, no tuple of the contract does: make them equal, or give the column a reason in tools/tidy/tree-facts.ts`,
        key: column,
      },
    ];
  });
  const stale = Object.keys(ownWords)
    .filter((column) => !seen.has(column))
    .map((column) => ({
      rule: 'vocabulary',
      path: 'tools/tidy/tree-facts.ts',
      message: `gives a reason for ${column}, which needs none any more: remove the line`,
      key: column,
    }));
  return [...found, ...stale];
}
