// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '@belfry/contract';
import { compileDocuments } from './compile-documents.ts';
import type { ActiveDocument } from './detection.ts';

const document = (id: string, yaml: string): ActiveDocument => ({ id, kind: 'rule', yaml });
const rule = (id: string, more = '') => `title: Rule ${id}
id: ${id}
logsource: { product: linux }
detection: { a: { user: root }, condition: a }
${more}`;
const counting = (id: string, of: string) => `title: Counting ${id}
id: ${id}
correlation: { type: event_count, rules: [${of}], group-by: [user], timespan: 1m, condition: { gte: 2 } }
`;

// Danger: a rule is refused and nobody can say which document of the library it stands in.
test('each refusal belongs to the document it is about, and the others run', () => {
  const compiled = compileDocuments([
    document('d1', rule('one')),
    document('d2', 'title: x\nlogsource: { product: linux }\ndetection: { a: { b|nope: 1 }, condition: a }'),
    document('d3', counting('c1', 'absent')),
    document('d4', counting('c2', 'one')),
    document('d5', counting('c3', 'c1')),
    document('d6', rule('two', 'belfry: { group_by: [user] }')),
    document('d7', '# nothing'),
  ]);
  assert.deepEqual(
    compiled.refused.map(({ id, problem }) => [id, problem]),
    [
      ['d2', 'modifier.unknown'],
      ['d6', 'document.extras_not_valid'],
      ['d7', 'document.not_supported'],
      ['d3', 'correlation.unknown_rule'],
      ['d5', 'correlation.unknown_rule'],
    ],
  );
  assert.equal(compiled.refused[0]?.line, 3);
  assert.equal(compiled.ruleCount, 2);
  assert.deepEqual(
    [...compiled.documentOf],
    [
      ['one', 'd1'],
      ['c1', 'd3'],
      ['c2', 'd4'],
      ['c3', 'd5'],
    ],
  );
});

// Danger: a copy of a rule counts everything twice, or takes the place of the one that is trusted.
test('of two documents with one identifier the first runs and the second is refused with words', () => {
  const { refused, engine } = compileDocuments([
    document('d1', rule('same')),
    document('d2', rule('same')),
    document('d3', counting('same', 'same')),
  ]);
  assert.deepEqual(
    refused.map(({ id, problem }) => [id, problem]),
    [
      ['d2', 'document.id_taken'],
      ['d3', 'document.id_taken'],
    ],
  );
  assert.match(refused[0]?.detail ?? '', /identifier "same"/);
  assert.equal(engine.rules.length, 1);
});

test('filters are applied and placeholders filled in', () => {
  const { engine } = compileDocuments(
    [
      document('d1', rule('one')),
      document(
        'f1',
        'title: f\nlogsource: { product: linux }\nfilter: { rules: [one], s: { host: "%mine%" }, condition: not s }'.replace(
          'host:',
          'host|expand:',
        ),
      ),
    ],
    { allSources: true, placeholders: { mine: ['scanner'] } },
  );
  assert.equal(engine.match({ user: 'root', host: 'web' }).length, 1);
  assert.equal(engine.match({ user: 'root', host: 'scanner' }).length, 0);
});

// Danger: a library of 100,000 rules takes all memory and all time, and nothing is detected any more.
test('documents beyond the named limit are refused by name', () => {
  const documents = Array.from({ length: 100_000 }, (_, at) => document(`d${at}`, rule(`r${at}`)));
  let reads = 0;
  const { refused } = compileDocuments(documents, {
    read: () => {
      reads += 1;
      return { rules: [], filters: [], correlations: [], problems: [] };
    },
  });
  assert.equal(reads, limits.detectionDocumentsMax);
  const many = refused.filter(({ problem }) => problem === 'document.too_many');
  assert.equal(many.length, 100_000 - limits.detectionDocumentsMax);
  assert.match(many[0]?.detail ?? '', /more than 10000/);
});
