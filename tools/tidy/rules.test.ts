// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkCalls } from './calls.ts';
import { checkDescriptions, checkGlossary, checkUsed, checkWording } from './contract.ts';
import { checkFiles, checkIdentifiers, checkLeftovers, checkNumbers, checkTests } from './files.ts';
import { afterRatchet, type Finding, show } from './finding.ts';
import { drawGraph } from './graph.ts';
import { adviseComponents, checkSizes } from './sizes.ts';
import { aTree } from './tree.ts';
import { checkDeadExports, checkDeadFiles } from './unused.ts';
import { checkVocabulary, wordsOfCheck } from './vocabulary.ts';
import { bannedIn, bannedWords, checkWords, wordsOf } from './words.ts';

const keys = (findings: readonly Finding[]) => findings.map(({ key }) => key);
const SPDX = '// SPDX-License-Identifier: Apache-2.0\n';

describe('afterRatchet()', () => {
  const finding = { rule: 'tests', path: 'a.ts', message: 'has no test', key: 'a.ts' };

  it('afterRatchet() lets an old debt stand, opens a new one and names a paid one', () => {
    assert.deepEqual(afterRatchet([finding], { tests: ['a.ts', 'b.ts'] }), {
      open: [],
      paid: ['tests b.ts'],
    });
    assert.deepEqual(afterRatchet([finding], {}).open, [finding]);
  });

  it('show() names place, message and rule', () => {
    assert.equal(show({ ...finding, line: 3 }), 'a.ts:3 has no test [tests]');
  });
});

describe('checkSizes()', () => {
  it('checkSizes() counts the lines of a file, and not of a generated one', () => {
    const long = 'export {};\n'.repeat(501);
    const tree = aTree({ 'a.ts': long, 'b.ts': 'export {};\n'.repeat(500), 'rows.generated.ts': long });
    assert.deepEqual(keys(checkSizes(tree.sources)), ['a.ts']);
  });

  it('checkSizes() leaves a screen to advice', () => {
    const { sources } = aTree({
      'a.tsx': `export function Page() {\n${'  g();\n'.repeat(130)}  return <p />;\n}\n`,
    });
    assert.deepEqual(checkSizes(sources), []);
    assert.match(adviseComponents(sources)[0] ?? '', /Page has 133 lines/);
  });
});

describe('checkWords()', () => {
  it('wordsOf() splits every spelling', () => {
    assert.deepEqual(wordsOf('parseOtlp-batch_size'), ['parse', 'otlp', 'batch', 'size']);
  });

  it('bannedIn() knows suffixes, whole names and the word before', () => {
    const banned = (name: string) => bannedIn(name, bannedWords)?.word ?? null;
    assert.deepEqual(
      ['dataDir', 'reportData', 'personalData', 'common', 'common-password', 'dateUtils', 'ticket'].map(
        banned,
      ),
      [null, 'data', null, 'common', null, 'utils', 'ticket'],
    );
  });

  it('checkWords() reads names of files and of what is declared', () => {
    const tree = aTree({
      'src/date-utils.ts': '',
      'a.ts': 'export function f(ticket: string) { return ticket; }',
    });
    assert.deepEqual(keys(checkWords(tree.sources, tree.files.keys())), ['src/date-utils.ts', 'a.ts ticket']);
  });
});

describe('checkCalls()', () => {
  it('checkCalls() finds a call away from home and not the word in a text', () => {
    const { sources } = aTree({
      'apps/server/src/a/a.ts': "const said = 'Date.now('; // Date.now()\nconst at = Date.now();",
      'apps/server/src/platform/clock/clock.ts': 'export const now = () => new Date();',
      'apps/server/src/a/b.ts': 'export const at = (ms: number) => new Date(ms);',
      'apps/server/src/a/a-store.ts': "export const find = (trx: Sql) => trx.selectFrom('a');",
      'apps/server/src/a/a-routes.ts': "export const handle = (trx: Sql) => trx.selectFrom('a');",
    });
    assert.deepEqual(keys(checkCalls(sources)), [
      'apps/server/src/a/a.ts Date.now',
      'apps/server/src/a/a-routes.ts .selectFrom',
    ]);
  });
});

describe('checkFiles()', () => {
  it('checkFiles() wants the licence line, kebab-case and a size one can review', () => {
    const tree = aTree({
      'a.ts': `${SPDX}export {};`,
      'B.ts': 'export {};',
      'docs/long.md': 'x'.repeat(300_001),
    });
    assert.deepEqual(
      checkFiles(tree).map(({ rule, key }) => `${rule} ${key}`),
      ['file names B.ts', 'licence B.ts', 'file bytes docs/long.md'],
    );
  });

  // Danger: two people take the next number on one day, and every reference to it means two things.
  it('checkNumbers() finds a number twice, and a title without it', () => {
    const tree = aTree({
      'docs/decisions/0001-one.md': '# 0001: One',
      'docs/decisions/0001-other.md': '# 0001: Other',
      'docs/decisions/0002-two.md': '# Two',
      'apps/server/src/migrations/0001-one.sql': '--',
      'apps/server/src/migrations/0001-other.sql': '--',
    });
    assert.deepEqual(keys(checkNumbers(tree)).sort(), [
      'apps/server/src/migrations/0001-other.sql',
      'docs/decisions/0001-other.md',
      'docs/decisions/0002-two.md',
    ]);
  });

  // Danger: a Cyrillic letter makes a second name that looks like the first.
  it('checkIdentifiers() refuses letters that look like others', () => {
    assert.deepEqual(keys(checkIdentifiers(aTree({ 'a.ts': 'export const \u0430ctor = 1;' }).sources)), [
      'a.ts \u0430ctor',
    ]);
  });

  it('checkTests() wants a test for a store, and takes any in its folder that imports it', () => {
    const store = 'export function f() {}';
    const tree = aTree({
      'apps/server/src/a/a-store.ts': store,
      'apps/server/src/a/a.ts': store,
      'apps/server/src/b/b-store.ts': store,
      'apps/server/src/b/all.test.ts': "import { f } from './b-store.ts';",
    });
    assert.deepEqual(keys(checkTests(tree)), ['apps/server/src/a/a-store.ts', 'apps/server/src/a/a.ts']);
  });

  it('checkLeftovers() finds unfinished work, and lets a named one stand', () => {
    const tree = aTree({ 'a.ts': '// TODO later\n// TODO #12 later\nit.only("x");\n// FIXME\n' });
    assert.deepEqual(
      checkLeftovers(tree).map(({ line }) => line),
      [1, 3, 4],
    );
  });
});

describe('checkDeadFiles() and checkDeadExports()', () => {
  const texts = {
    'apps/cli/src/main.ts': "import { b } from './b.ts'; import { c } from '@belfry/contract'; b(c);",
    'apps/cli/src/b.ts': 'export const b = 1; export const unused = 2; export interface Read {}',
    'apps/cli/src/dead.ts': 'export {};',
    'packages/contract/src/index.ts': 'export const c = 1;',
  };
  const doors = new Map([['packages/contract', ['packages/contract/src/index.ts']]]);

  it('checkDeadFiles() finds what no entry reaches', () => {
    assert.deepEqual(keys(checkDeadFiles(aTree(texts).sources, doors)), ['apps/cli/src/dead.ts']);
  });

  it('checkDeadExports() finds a value nobody imports and leaves types', () => {
    assert.deepEqual(keys(checkDeadExports(aTree(texts).sources, doors)), ['apps/cli/src/b.ts unused']);
  });
});

describe('checkDescriptions()', () => {
  it('checkDescriptions() finds a field without a meaning, at any depth', () => {
    const document = {
      paths: {
        '/a': {
          post: {
            operationId: 'a.make',
            requestBody: {
              schema: {
                type: 'object',
                properties: {
                  name: { type: 'string', description: 'Name' },
                  list: {
                    description: 'List',
                    items: { type: 'object', properties: { bare: { type: 'string' } } },
                  },
                },
              },
            },
          },
        },
      },
    };
    assert.deepEqual(keys(checkDescriptions(document)), ['a.make.requestBody.list.bare']);
  });
});

describe('checkWording()', () => {
  it('checkWording() refuses words that blame, stops, and silence on what to do', () => {
    const found = checkWording({
      'a.b': { title: 'Invalid date', whatToDo: 'Choose a day that is today or in the past' },
      'a.c': { title: 'The date is in the future', whatToDo: 'Try again' },
      'a.d': { title: 'The date is in the future', whatToDo: 'Choose a day in the past.' },
    });
    assert.deepEqual(keys(found), ['a.b title', 'a.c whatToDo', 'a.d whatToDo']);
  });
});

describe('checkUsed()', () => {
  it('checkUsed() counts sources and SQL, not the declaration and not tests', () => {
    const { sources } = aTree({
      'events.ts': "export const events = ['a.made', 'b.made', 'c.made'];",
      'a.ts': "record('a.made');",
      'c.test.ts': "record('c.made');",
    });
    const vocabulary = { kind: 'event', declaredIn: 'events.ts', names: ['a.made', 'b.made', 'c.made'] };
    assert.deepEqual(keys(checkUsed(vocabulary, sources, ["SELECT 'b.made'"])), ['c.made']);
  });
});

describe('checkGlossary()', () => {
  it('checkGlossary() takes a noun in the singular and with blanks', () => {
    const glossary = '**incident** is a case. **party** and **web page** too.';
    assert.deepEqual(keys(checkGlossary(glossary, ['incidents', 'parties', 'web-page', 'alerts'])), [
      'alerts',
    ]);
  });
});

describe('checkVocabulary()', () => {
  const definition = "CHECK ((status = ANY (ARRAY['open'::text, 'shut'::text])))";
  const check = { table: 'door', name: 'door_status_check', definition };

  it('wordsOfCheck() reads the words of a list and nothing else', () => {
    assert.deepEqual(wordsOfCheck(definition), { column: 'status', words: ['open', 'shut'] });
    assert.equal(wordsOfCheck('CHECK ((a IS NULL) <> (b IS NULL))'), null);
  });

  it('checkVocabulary() compares as sets, and wants a reason for words of its own', () => {
    assert.deepEqual(checkVocabulary([check], { states: ['shut', 'open'] }, {}), []);
    assert.deepEqual(keys(checkVocabulary([check], { states: ['shut'] }, {})), ['door.status']);
    assert.deepEqual(checkVocabulary([check], {}, { 'door.status': 'inside only' }), []);
    assert.match(checkVocabulary([], {}, { 'door.status': 'inside only' })[0]?.message ?? '', /needs none/);
  });
});

describe('drawGraph()', () => {
  it('drawGraph() draws every edge and says why', () => {
    const page = drawGraph({
      workspaceEdges: [{ from: 'apps/web', to: 'packages/contract', reason: 'calls the routes' }],
      sliceEdges: [{ from: 'a', to: 'b', reason: 'runs it' }],
      serverRooms: { processes: { opens: ['platform', '*'], reason: 'needs two' } },
      webFoundation: ['ui'],
      webEdges: [],
    });
    assert.match(page, /apps_web\["apps\/web"\] --> packages_contract\["packages\/contract"\]/);
    assert.match(page, /\| server\/a \| server\/b \| runs it \|/);
    assert.match(page, /\| processes \| platform, the door of any slice \| needs two \|/);
  });
});
