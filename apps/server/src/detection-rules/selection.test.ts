// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits, type RuleSelectionLine } from '@belfry/contract';
import { type Candidate, decideAll } from './selection.ts';

const aCandidate = (given: Partial<Candidate>): Candidate => ({
  id: 'a',
  sigmaId: given.id ?? 'a',
  name: null,
  kind: 'rule',
  refers: [],
  level: 'high',
  status: 'test',
  product: 'windows',
  category: 'process_creation',
  service: null,
  tags: ['attack.t1003'],
  setId: 'set',
  setKind: 'upload',
  isRefused: false,
  samplesFailed: false,
  override: null,
  addedMs: 0,
  ...given,
});

const aLine = (given: Partial<RuleSelectionLine>): RuleSelectionLine => ({
  sets: [],
  ruleSets: [],
  kinds: [],
  products: [],
  categories: [],
  services: [],
  levels: [],
  statuses: [],
  tags: [],
  runs: true,
  ...given,
});

describe('decideAll', () => {
  it('decideAll() goes by the first line that holds, and by none nothing runs', () => {
    const rules = [
      aCandidate({ id: 'a' }),
      aCandidate({ id: 'b', level: 'low' }),
      aCandidate({ id: 'c', level: null }),
    ];
    const decided = decideAll(rules, [
      aLine({ products: ['WINDOWS'], levels: ['high'], tags: ['attack.*'] }),
      aLine({ levels: ['low'], runs: false }),
    ]);
    assert.deepEqual(
      rules.map(({ id }) => decided.get(id)),
      [
        { runs: true, by: 'selection', line: 0 },
        { runs: false, by: 'selection', line: 1 },
        { runs: false, by: 'selection', line: null },
      ],
    );
  });

  it('decideAll() lets somebody overrule the selection, but not what cannot run', () => {
    const rules = [
      aCandidate({ id: 'a', override: 'off' }),
      aCandidate({ id: 'b', override: 'on', isRefused: true }),
      aCandidate({ id: 'c', override: 'on', samplesFailed: true }),
    ];
    const decided = decideAll(rules, [aLine({})]);
    assert.deepEqual(
      rules.map(({ id }) => [decided.get(id)?.runs, decided.get(id)?.by]),
      [
        [false, 'override'],
        [false, 'refused'],
        [false, 'samples'],
      ],
    );
  });

  // Danger: a correlation runs, what it counts does not, and it finds nothing without a word.
  it('decideAll() runs what a running correlation counts, unless somebody switched it off', () => {
    const rules = [
      aCandidate({ id: 'outer', kind: 'correlation', refers: ['inner'], level: 'high' }),
      aCandidate({ id: 'inner', kind: 'correlation', refers: ['by-name', 'off'], level: 'low' }),
      aCandidate({ id: 'member', name: 'by-name', level: 'low' }),
      aCandidate({ id: 'off', level: 'low', override: 'off' }),
    ];
    const decided = decideAll(rules, [aLine({ levels: ['high'] })]);
    assert.deepEqual(
      rules.map(({ id }) => [decided.get(id)?.runs, decided.get(id)?.by]),
      [
        [true, 'selection'],
        [true, 'correlation'],
        [true, 'correlation'],
        [false, 'override'],
      ],
    );
  });

  // Danger: somebody switches a hundred thousand rules on, and the engine never comes back from reading them.
  it('decideAll() runs so many and no more, what is written here first', () => {
    const count = limits.detectionDocumentsMax + 5;
    const rules = [
      ...Array.from({ length: count }, (_, at) =>
        aCandidate({ id: `r${at}`, sigmaId: `s${at}`, addedMs: at }),
      ),
      aCandidate({ id: 'own', sigmaId: 'own', setKind: 'own', addedMs: count }),
    ];
    const decided = decideAll(rules, [aLine({})]);
    const left = rules.filter(({ id }) => decided.get(id)?.runs === false);
    assert.equal(left.length, 6);
    assert.deepEqual([...new Set(left.map(({ id }) => decided.get(id)?.by))], ['limit']);
    assert.equal(decided.get('own')?.runs, true);
  });

  it('decideAll() runs one identifier once: what is written here before what comes from elsewhere', () => {
    const rules = [
      aCandidate({ id: 'a', sigmaId: 'same', addedMs: 1 }),
      aCandidate({ id: 'b', sigmaId: 'same', setKind: 'own', addedMs: 9 }),
      aCandidate({ id: 'c', sigmaId: 'same', setKind: 'path', addedMs: 0 }),
    ];
    const decided = decideAll(rules, [aLine({})]);
    assert.deepEqual(
      rules.map(({ id }) => decided.get(id)?.by),
      ['duplicate', 'selection', 'duplicate'],
    );
  });

  // Danger: one line of YAML in a zip of a thousand rules silences every rule of the house.
  it('decideAll() runs a filter from elsewhere that is about any rule only when somebody says so', () => {
    const filter = { kind: 'filter', level: null, status: null } as const;
    const rules = [
      aCandidate({ ...filter, id: 'any' }),
      aCandidate({ ...filter, id: 'any-on', sigmaId: 'on', override: 'on' }),
      aCandidate({ ...filter, id: 'one', refers: ['a'] }),
      aCandidate({ ...filter, id: 'own', setKind: 'own' }),
    ];
    const decided = decideAll(rules, [aLine({})]);
    assert.deepEqual(
      rules.map(({ id }) => decided.get(id)?.runs),
      [false, true, true, true],
    );
  });

  // Danger: a rule that comes in a zip calls itself as one of ours is called, and what counts ours counts nothing.
  it('decideAll() runs one rule of a name that a correlation counts: what is ours', () => {
    const rules = [
      aCandidate({ id: 'theirs', name: 'failed_sign_in', addedMs: 0 }),
      aCandidate({ id: 'ours', name: 'failed_sign_in', setKind: 'shipped', addedMs: 9 }),
      aCandidate({ id: 'count', kind: 'correlation', setKind: 'shipped', refers: ['failed_sign_in'] }),
      aCandidate({ id: 'x', name: 'unasked' }),
      aCandidate({ id: 'y', name: 'unasked' }),
    ];
    const decided = decideAll(rules, [aLine({})]);
    assert.deepEqual(
      rules.map(({ id }) => decided.get(id)?.by),
      ['duplicate', 'selection', 'selection', 'selection', 'selection'],
    );
  });

  // Danger: a zip of rules that all count one another holds up the desk, which decides while everybody waits.
  it('decideAll() looks a word up once, however many correlations count it', { timeout: 60_000 }, () => {
    const many = Array.from({ length: 20_000 }, (_, at) => at);
    const counting = many.slice(0, limits.detectionDocumentsMax - 1);
    const rules = [
      ...many.map((at) => aCandidate({ id: `r${at}`, name: 'word' })),
      ...counting.map((at) => aCandidate({ id: `c${at}`, kind: 'correlation', refers: ['word'] })),
    ];
    const decided = decideAll(rules, [aLine({ kinds: ['correlation'] })]);
    assert.equal(rules.filter(({ id }) => decided.get(id)?.by === 'correlation').length, 1);
  });
});
