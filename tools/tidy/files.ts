// SPDX-License-Identifier: Apache-2.0
import { posix } from 'node:path';
import type { Finding } from './finding.ts';
import { targetOf } from './imports.ts';
import type { Source } from './source.ts';
import { isGenerated, isTest, type Tree, type TreeFile } from './tree.ts';

const BYTES_MAX = 300_000;
const SPDX = '// SPDX-License-Identifier: Apache-2.0';
const KEBAB = /^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/;
/** Names that tools look for. */
const KNOWN = /^(README|ARCHITECTURE|GLOSSARY|CONTRIBUTING|SECURITY|CHANGELOG|LICENSE)(\.md)?$|^__root/;

/** What holds for every file, whatever is in it. */
export function checkFiles({ files }: Tree): Finding[] {
  return [...files.values()].flatMap((file) => [
    ...sizeProblem(file),
    ...nameProblem(file),
    ...licenceProblem(file),
  ]);
}

function sizeProblem({ path, bytes }: TreeFile): Finding[] {
  if (bytes <= BYTES_MAX || path === 'package-lock.json') return [];
  const message = `has ${bytes} bytes, ${BYTES_MAX} at most: make it smaller, or let it be made when needed`;
  return [{ rule: 'file bytes', path, message, key: path }];
}

function nameProblem({ path }: TreeFile): Finding[] {
  const parts = path.split('/');
  const bad = parts.find((part) => !KEBAB.test(part) && !KNOWN.test(part));
  if (bad === undefined) return [];
  return [{ rule: 'file names', path, message: `"${bad}" is not in kebab-case: rename it`, key: path }];
}

function licenceProblem({ path, text }: TreeFile): Finding[] {
  if (!/\.(ts|tsx|mjs)$/.test(path) || text === null || text.startsWith(SPDX) || text.startsWith('#!'))
    return [];
  return [{ rule: 'licence', path, message: `does not begin with "${SPDX}": add the line`, key: path }];
}

const NUMBERED = /^((?:docs\/decisions|apps\/server\/src\/migrations)\/(\d{4}))-[^/]+\.(?:md|sql)$/;

/** Decisions and migrations are named by their number: two of one number are one reference to two things. */
export function checkNumbers({ files }: Tree): Finding[] {
  const first = new Map<string, string>();
  return [...files.values()].flatMap(({ path, text }) => {
    const [, place, number] = NUMBERED.exec(path) ?? [];
    if (place === undefined || number === undefined) return [];
    const other = first.get(place);
    first.set(place, other ?? path);
    const isNamed = !path.endsWith('.md') || text?.startsWith(`# ${number}: `) === true;
    return [
      ...(other === undefined ? [] : [`has the number of ${other}: take the next free one`]),
      ...(isNamed ? [] : [`does not begin with "# ${number}: ": say its number there too`]),
    ].map((message) => ({ rule: 'numbers', path, message, key: path }));
  });
}

/** Letters that look like others hide a second name behind the first. */
export function checkIdentifiers(sources: readonly Source[]): Finding[] {
  return sources.flatMap(({ path, declared }) =>
    declared
      .filter(({ name }) => !/^[\w$]+$/.test(name))
      .map(({ name, line }) => ({
        rule: 'identifiers',
        path,
        line,
        message: `names "${name}": use the letters A to Z`,
        key: `${path} ${name}`,
      })),
  );
}

const NEEDS_TEST =
  /^(apps\/server\/src\/.*-(store|routes)\.ts|packages\/(ledger|regimes|sigma)\/src\/.*\.ts)$/;

/** Stores, routes, pure files (they have a store of their name) and the packages are tested from the same folder. */
export function checkTests({ files, sources }: Tree): Finding[] {
  const tested = new Set(
    sources
      .filter(({ path }) => isTest(path))
      .flatMap((source) => source.links.map((link) => targetOf(source, link)))
      .filter((path) => path !== null),
  );
  return sources.flatMap(({ path, functions }) => {
    const stem = path.replace(/\.ts$/, '');
    const isWanted = (NEEDS_TEST.test(path) || files.has(`${stem}-store.ts`)) && functions.length > 0;
    const isExempt = isTest(path) || path.endsWith('/index.ts') || isGenerated(path);
    const isTested = files.has(`${stem}.test.ts`) || files.has(`${stem}.contract.ts`) || tested.has(path);
    if (!isWanted || isExempt || isTested) return [];
    const message = `has no test: write ${posix.basename(stem)}.test.ts beside it`;
    return [{ rule: 'tests', path, message, key: path }];
  });
}

const LEFTOVERS: readonly (readonly [pattern: RegExp, message: string])[] = [
  [/\bFIXME\b/, 'holds FIXME: fix it, or open an issue and say its number'],
  [/\bXXX\b/, 'holds XXX: say what is meant'],
  [
    /\bTODO\b(?!.*(#\d+|docs\/decisions\/\d{4}))/,
    'holds TODO without an issue or a decision: name one, or do it',
  ],
  [/\b(?:it|test|describe)\.only\(|^\s*only: true/, 'runs one test alone: remove .only'],
  [
    /\b(?:it|test|describe)\.skip\((?!.*\/\/ )/,
    'skips a test: say why in a comment on the same line, or remove it',
  ],
  [/\b(?:it|test)\(\s*['"`]should\b/, 'begins a test with "should": begin with the symbol, or the danger'],
  [/@ts-(?:ignore|nocheck)/, 'silences the compiler: say what is so with a type'],
];

/** Words of unfinished work. */
export function checkLeftovers(
  { files }: Tree,
  ignored: readonly string[] = ['tools/tidy/', 'docs/decisions/'],
): Finding[] {
  return [...files.values()].flatMap(({ path, text }) => {
    if (text === null || !/\.(ts|tsx|mjs|css|sql|md)$/.test(path)) return [];
    if (ignored.some((place) => path.startsWith(place))) return [];
    return text.split('\n').flatMap((line, index) =>
      LEFTOVERS.filter(([pattern]) => pattern.test(line)).map(([, message]) => ({
        rule: 'leftovers',
        path,
        line: index + 1,
        message,
        key: `${path} ${line.trim()}`,
      })),
    );
  });
}
