// SPDX-License-Identifier: Apache-2.0
import type { Finding } from './finding.ts';
import type { Source } from './source.ts';
import { isTest } from './tree.ts';

export interface BannedWord {
  /** A word of a name: `reportData` has the words report and data. */
  readonly word: string;
  readonly instead: string;
  /** Only at the end of a name: `dataDir` is a directory, `incidentData` says nothing. */
  readonly isSuffix?: boolean;
  /** Only as the whole name. */
  readonly isWhole?: boolean;
  /** Word before it with which it says something: personal data is a term of the law. */
  readonly after?: readonly string[];
  /** Where it means something else: prefixes of paths. */
  readonly home?: readonly string[];
}

/** The losers of the glossary, and words that hide what a thing is. */
export const bannedWords: readonly BannedWord[] = [
  { word: 'utils', instead: 'the name of the one thing it holds' },
  { word: 'util', instead: 'the name of the one thing it holds' },
  { word: 'helper', instead: 'the name of the one thing it holds' },
  { word: 'helpers', instead: 'the name of the one thing it holds' },
  { word: 'manager', instead: 'what it does: a queue, a worker, a store' },
  { word: 'misc', instead: 'the name of the one thing it holds' },
  {
    word: 'ticket',
    instead: '"incident", or "report" before triage',
    // There it is what a receipt is exchanged for.
    home: ['apps/server/src/reports/receipt', 'apps/server/src/report-page/'],
  },
  { word: 'tickets', instead: '"incidents", or "reports" before triage' },
  { word: 'todo', instead: '"task"' },
  {
    word: 'data',
    instead: 'what it is: a row, a page, an entry',
    isSuffix: true,
    after: ['personal'],
  },
  { word: 'info', instead: 'what it is', isSuffix: true },
  { word: 'common', instead: 'the name of the one thing it holds', isWhole: true },
  { word: 'deadline', instead: 'which duty and that it is an instant: `earlyWarningDueAt`' },
];

/** `parseOtlp`, `kebab-case` and `snake_case` into lower-case words. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .flatMap((word) => word.split(' '))
    .map((word) => word.toLowerCase());
}

export function bannedIn(name: string, banned: readonly BannedWord[], path = ''): BannedWord | undefined {
  const words = wordsOf(name);
  return banned.find(({ word, isSuffix, isWhole, after, home }) => {
    if (home?.some((place) => path.startsWith(place)) === true) return false;
    const before = words[words.lastIndexOf(word) - 1];
    if (before !== undefined && after?.includes(before) === true) return false;
    if (isWhole === true) return words.length === 1 && words[0] === word;
    return isSuffix === true ? words.length > 1 && words.at(-1) === word : words.includes(word);
  });
}

/** Names of files, folders and of what is declared in them. */
export function checkWords(
  sources: readonly Source[],
  paths: Iterable<string>,
  banned: readonly BannedWord[] = bannedWords,
): Finding[] {
  const inPaths = [...paths].flatMap((path) => {
    const parts = path.replace(/\.(test|e2e|generated|contract)?\.?\w+$/, '').split('/');
    const found = parts.map((part) => bannedIn(part, banned, path)).find((each) => each !== undefined);
    if (found === undefined) return [];
    const message = `has "${found.word}" in its name: write ${found.instead}`;
    return [{ rule: 'words', path, message, key: path }];
  });
  // Tests speak of what others name: WebAuthn has its client data, a stream its chunks.
  const read = sources.filter(({ path }) => !isTest(path));
  const inNames = read.flatMap(({ path, declared }) =>
    declared.flatMap(({ name, line }) => {
      const found = bannedIn(name, banned, path);
      if (found === undefined) return [];
      const message = `names "${name}": instead of "${found.word}" write ${found.instead}`;
      return [{ rule: 'words', path, line, message, key: `${path} ${name}` }];
    }),
  );
  return [...inPaths, ...inNames];
}
