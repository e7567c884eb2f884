// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as contract from '@belfry/contract';
import * as boundaries from '../boundaries.ts';
import { checkCalls } from './calls.ts';
import { checkDescriptions, checkGlossary, checkUsed, checkWording } from './contract.ts';
import { checkManifests, checkUse } from './dependencies.ts';
import { checkDocument } from './documents.ts';
import { checkFiles, checkIdentifiers, checkLeftovers, checkNumbers, checkTests } from './files.ts';
import type { Finding, Ratchet } from './finding.ts';
import { checkEdgesUsed, checkImports } from './imports.ts';
import { checkSizes } from './sizes.ts';
import { readTree, type Tree } from './tree.ts';
import { doorsOf, licenceOf, manifestsOf, nounsOf, quotableOf } from './tree-facts.ts';
import { checkDeadExports, checkDeadFiles } from './unused.ts';
import { checkWords } from './words.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const ratchetFile = new URL('./ratchet.json', import.meta.url);

export function readHouse(): Tree {
  return readTree(root);
}

export function readRatchet(): Ratchet {
  return JSON.parse(readFileSync(ratchetFile, 'utf8')) as Ratchet;
}

interface HouseCheck {
  readonly title: string;
  /** The rules it speaks for, as the ratchet names them. */
  readonly rules: readonly string[];
  readonly check: (tree: Tree) => Finding[];
}

const textsOf = ({ files }: Tree, ending: string) =>
  new Map(
    [...files.values()].flatMap(({ path, text }) =>
      path.endsWith(ending) && text !== null ? [[path, text] as const] : [],
    ),
  );

const vocabularies = [
  { kind: 'event', declaredIn: 'packages/contract/src/events.ts', names: contract.events },
  { kind: 'permission', declaredIn: 'packages/contract/src/permissions.ts', names: contract.permissionNames },
  { kind: 'problem', declaredIn: 'packages/contract/src/problems.ts', names: contract.problemCodes },
];

/** Every check that needs only the tree. The one that asks the database stands in the test itself. */
export const houseChecks: readonly HouseCheck[] = [
  {
    title: 'checkImports() finds no import without a door',
    rules: ['imports'],
    check: ({ sources }) => checkImports(sources, boundaries),
  },
  {
    title: 'checkEdgesUsed() finds no edge without a use',
    rules: ['edges'],
    check: ({ sources }) => checkEdgesUsed(sources, boundaries),
  },
  {
    title:
      'checkManifests() and checkUse() find every dependency used, with a reason, a licence and a budget',
    rules: ['dependencies', 'undeclared'],
    check: (tree) => {
      const manifests = manifestsOf(tree);
      return [
        ...checkManifests(manifests, boundaries, (name) => licenceOf(root, name)),
        ...checkUse(tree.sources, manifests, boundaries.dependencies),
      ];
    },
  },
  {
    title: 'checkDeadFiles() finds no file that nothing reaches',
    rules: ['dead files'],
    check: (tree) => checkDeadFiles(tree.sources, doorsOf(tree)),
  },
  {
    title: 'checkDeadExports() finds no value that nobody imports',
    rules: ['dead exports'],
    check: (tree) => checkDeadExports(tree.sources, doorsOf(tree)),
  },
  {
    title: 'checkSizes() finds nothing that does not fit in a head',
    rules: ['file size'],
    check: ({ sources }) => checkSizes(sources),
  },
  {
    title: 'checkWords() finds no word that lost',
    rules: ['words'],
    check: ({ sources, files }) => checkWords(sources, files.keys()),
  },
  {
    title: 'checkCalls() finds no call away from home',
    rules: ['calls'],
    check: ({ sources }) => checkCalls(sources),
  },
  {
    title: 'checkFiles() and checkIdentifiers() find names, sizes and licence lines in order',
    rules: ['file bytes', 'file names', 'licence', 'identifiers'],
    check: (tree) => [...checkFiles(tree), ...checkIdentifiers(tree.sources)],
  },
  {
    title: 'checkNumbers() finds no number twice among decisions and migrations',
    rules: ['numbers'],
    check: checkNumbers,
  },
  {
    title: 'checkTests() finds a test for every store, route and pure file',
    rules: ['tests'],
    check: (tree) => checkTests(tree),
  },
  {
    title: 'checkLeftovers() finds no word of unfinished work',
    rules: ['leftovers'],
    check: (tree) => checkLeftovers(tree),
  },
  {
    title: 'checkDescriptions() finds a description on every field of the contract',
    rules: ['descriptions'],
    check: () => checkDescriptions(JSON.parse(JSON.stringify(contract.openApi(contract.routes, '0')))),
  },
  {
    title: 'checkWording() finds every problem in the house voice',
    rules: ['wording'],
    check: () => checkWording(contract.problems),
  },
  {
    title: 'checkUsed() finds no event, permission or problem without a use',
    rules: vocabularies.map(({ kind }) => `${kind} unused`),
    check: (tree) => {
      const sql = [...textsOf(tree, '.sql').values()];
      return vocabularies.flatMap((vocabulary) => checkUsed(vocabulary, tree.sources, sql));
    },
  },
  {
    title: 'checkGlossary() finds every noun of the server',
    rules: ['glossary'],
    check: (tree) => checkGlossary(tree.files.get('GLOSSARY.md')?.text ?? '', nounsOf(tree)),
  },
  {
    title: 'checkDocument() finds everything that a document quotes',
    rules: ['documents'],
    check: (tree) => {
      const documents = textsOf(tree, '.md');
      const quotable = quotableOf(tree);
      return [...documents].flatMap(([path, text]) => checkDocument(path, text, documents, quotable));
    },
  },
];
