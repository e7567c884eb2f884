// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  languages,
  ongoingAnswers,
  type RoutingRule,
  reportChannels,
  reportKinds,
  wordModes,
} from '@belfry/contract';
import fc from 'fast-check';
import { tryRules } from './dry-run.ts';
import { foldedWords, matcherOf, type Routable } from './routing.ts';

const nothing: RoutingRule['conditions'] = {
  channels: [],
  kinds: [],
  categories: [],
  words: [],
  wordMode: 'any',
  senders: [],
  cameThrough: [],
  languages: [],
  anonymous: null,
  ongoing: [],
};
const plain: Routable = {
  channel: 'mail',
  kind: 'incident',
  category: null,
  summary: '',
  description: null,
  language: 'nl',
  anonymous: false,
  ongoing: 'unknown',
  senderEmail: null,
  senderPhone: null,
  cameThrough: null,
};

function aRule(conditions: Partial<RoutingRule['conditions']>, id = '1'): RoutingRule {
  return { id, name: id, isOn: true, conditions: { ...nothing, ...conditions }, queue: 'q', handler: null };
}

function holds(conditions: Partial<RoutingRule['conditions']>, report: Partial<Routable>): boolean {
  return matcherOf([aRule(conditions)]).first({ ...plain, ...report }) !== null;
}

const someText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom('factuur', 'Crème brûlée', 'a@b.example', '+32 9 123 45 67', '.*', '(a+)+$', '\u202e', ''),
);
const someReport: fc.Arbitrary<Routable> = fc.record({
  channel: fc.constantFrom(...reportChannels),
  kind: fc.constantFrom(...reportKinds),
  category: fc.option(fc.constantFrom('lost-device', 'phishing')),
  summary: someText,
  description: fc.option(someText),
  language: fc.constantFrom(...languages),
  anonymous: fc.boolean(),
  ongoing: fc.constantFrom(...ongoingAnswers),
  senderEmail: fc.option(someText),
  senderPhone: fc.option(someText),
  cameThrough: fc.option(someText),
});
const few = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 2 });
const someRules: fc.Arbitrary<RoutingRule[]> = fc
  .array(
    fc.record({
      isOn: fc.boolean(),
      conditions: fc.record({
        channels: few(fc.constantFrom(...reportChannels)),
        kinds: few(fc.constantFrom('incident' as const, 'near_miss' as const)),
        categories: few(fc.constantFrom('lost-device', 'phishing')),
        words: few(someText),
        wordMode: fc.constantFrom(...wordModes),
        senders: few(someText),
        cameThrough: few(someText),
        languages: few(fc.constantFrom(...languages)),
        anonymous: fc.option(fc.boolean()),
        ongoing: few(fc.constantFrom(...ongoingAnswers)),
      }),
    }),
    { maxLength: 6 },
  )
  .map((made) =>
    made.map((one, index) => ({
      ...one,
      id: String(index),
      name: String(index),
      queue: `q${index}`,
      handler: null,
    })),
  );

describe('matcherOf()', () => {
  it('answers for any rules and any report, and the first of all that hold decides', () => {
    fc.assert(
      fc.property(someRules, someReport, (rules, report) => {
        const matcher = matcherOf(rules);
        const all = matcher.all(report);
        assert.equal(matcher.first(report), all[0] ?? null);
        assert.deepEqual(
          all,
          rules.filter((rule) => all.includes(rule)),
        );
        assert(all.every((rule) => rule.isOn));
        // A rule holds or not by itself: those around it change nothing.
        for (const rule of rules) {
          assert.equal(matcherOf([rule]).first(report) !== null, all.includes(rule));
        }
      }),
    );
  });

  // Danger: rules that everybody of triage can read sort whistle-blowers.
  it('holds for no whistle-blower, whatever the rules', () => {
    fc.assert(
      fc.property(someRules, someReport, (rules, report) => {
        assert.equal(matcherOf(rules).first({ ...report, kind: 'whistleblowing' }), null);
      }),
    );
  });

  it('asks nothing of a report when nothing is given', () => {
    fc.assert(fc.property(someReport, (report) => holds({}, { ...report, kind: 'incident' })));
  });

  it('finds whole words, beginnings and phrases, whatever the capitals and accents', () => {
    const summary = 'Ik kreeg een FACTÛUR van  "Müller & Søn" (straße 5)';
    assert(holds({ words: ['factuur'] }, { summary }));
    assert(holds({ words: ['Factuúr'] }, { description: summary }));
    assert(!holds({ words: ['factu'] }, { summary }));
    assert(holds({ words: ['factu*'] }, { summary }));
    assert(holds({ words: ['son'] }, { summary }));
    assert(holds({ words: ['STRASSE'] }, { summary }));
    assert(holds({ words: ['mail', 'factuur'] }, { summary }));
    assert(!holds({ words: ['mail', 'factuur'], wordMode: 'all' }, { summary }));
    assert(holds({ words: ['muller kreeg'], wordMode: 'all' }, { summary }));
    assert(!holds({ words: ['muller kreeg'], wordMode: 'phrase' }, { summary }));
    assert(holds({ words: ['van Müller-son'], wordMode: 'phrase' }, { summary }));
    assert(!holds({ words: ['…'] }, { summary }));
    // A phrase does not run on from the first words into the rest.
    assert(!holds({ words: ['een twee'], wordMode: 'phrase' }, { summary: 'een', description: 'twee' }));
  });

  it('knows senders by address, by domain with what lies below, and by number', () => {
    const senderEmail = 'An@Sub.Example.org';
    assert(holds({ senders: ['an@sub.example.ORG'] }, { senderEmail }));
    assert(holds({ senders: ['example.org'] }, { senderEmail }));
    assert(holds({ senders: ['@sub.example.org'] }, { senderEmail }));
    assert(!holds({ senders: ['ample.org'] }, { senderEmail }));
    assert(!holds({ senders: ['@'] }, { senderEmail }));
    assert(holds({ senders: ['+32 470 12 34 56'] }, { senderPhone: '0470/12.34.56' }));
    assert(!holds({ senders: ['+32 470 12 34 56'] }, { senderPhone: '0470 12 34 57' }));
    assert(!holds({ senders: ['example.org'] }, {}));
    assert(holds({ cameThrough: ['SOC alerts '] }, { cameThrough: 'soc alerts' }));
  });

  it('reads an empty category, and takes no pattern for one', () => {
    assert(!holds({ categories: ['phishing'] }, {}));
    assert(!holds({ words: ['.*'] }, { summary: 'anything' }));
  });

  // Danger: words a stranger writes that make matching take longer than receiving may.
  it('reads hostile words in time that grows with their length', () => {
    const rules = Array.from({ length: 200 }, (_, index) =>
      aRule({ words: [`woord${index}*`, 'x y z'] }, `${index}`),
    );
    const matcher = matcherOf(rules);
    const timeOf = (summary: string) => {
      const began = performance.now();
      assert.equal(matcher.first({ ...plain, summary }), null);
      return performance.now() - began;
    };
    // U+FDFA becomes eighteen letters under NFKD: the worst there is. Only that it ends is asserted, not how fast.
    for (const hostile of ['\ufdfa', 'a ', 'woord', '\u0300', 'ß', '! ']) {
      assert(timeOf(hostile.repeat(25_000)) < 30_000);
    }
    assert(foldedWords('\ufdfa'.repeat(1_000)).length < 20_000);
  });
});

describe('tryRules()', () => {
  it('counts each report once, as the matcher decides', () => {
    fc.assert(
      fc.property(someRules, fc.array(someReport, { maxLength: 8 }), (rules, some) => {
        const reports = some.map((one, index) => ({
          ...one,
          reference: `REP-${index}`,
          queueId: index % 2 === 0 ? 'q0' : null,
          handlerId: null,
        }));
        const run = tryRules(rules, reports);
        const took = run.perRule.reduce((sum, line) => sum + line.took, 0);
        assert.equal(took + run.unmatched, reports.length);
        assert.equal(
          run.moves.reduce((sum, { count }) => sum + count, 0),
          reports.length,
        );
        for (const line of run.perRule) {
          const before = Object.values(line.takenBefore).reduce((sum, count) => sum + count, 0);
          assert.equal(line.wouldTake, line.took + before);
        }
      }),
    );
  });
});
