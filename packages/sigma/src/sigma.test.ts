// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  correlationNeeds,
  correlationOperators,
  correlationTypes,
  isCorrelationType,
  timespanMs,
} from './correlation-words.ts';
import { isSigmaModifier, modifierKind, sigmaModifiers } from './modifiers.ts';
import { isAtLeast, isSigmaLevel, levelAsks, sigmaLevels } from './rule-words.ts';

describe('sigmaLevels', () => {
  it('isAtLeast() follows the order of the list', () => {
    assert.equal(isAtLeast('critical', 'high'), true);
    assert.equal(isAtLeast('high', 'high'), true);
    assert.equal(isAtLeast('medium', 'high'), false);
  });

  it('isSigmaLevel() knows the five and no spelling of its own', () => {
    assert.deepEqual(sigmaLevels.filter(isSigmaLevel), [...sigmaLevels]);
    assert.deepEqual(['High', 'info', '', 'constructor'].filter(isSigmaLevel), []);
    assert.deepEqual(Object.keys(levelAsks), [...sigmaLevels]);
  });
});

describe('isSigmaModifier()', () => {
  it('isSigmaModifier() knows the list of the appendix', () => {
    const all = Object.values(sigmaModifiers).flat();
    assert.equal(all.length, 31);
    assert.equal(new Set(all).size, 31);
    assert.equal(modifierKind('endswith'), 'place');
    assert.equal(modifierKind('near'), null);
    assert.ok(
      ['contains', 're', 'windash', 'base64offset', 'utf16le', 'week', 'fieldref'].every(isSigmaModifier),
    );
  });

  // Danger: a rule that comes from outside names a member every object has, and is taken for known.
  it('isSigmaModifier() refuses what only looks known', () => {
    assert.deepEqual(
      ['toString', '__proto__', 'Contains', 'near', 'ignorecase', ''].filter(isSigmaModifier),
      [],
    );
  });
});

describe('correlationTypes', () => {
  it('isCorrelationType() knows the seven of Sigma 2.1 and the median', () => {
    assert.deepEqual(Object.keys(correlationNeeds), [...correlationTypes]);
    assert.deepEqual(
      ['event_count', 'temporal_ordered', 'value_median', 'valueOf'].filter(isCorrelationType),
      ['event_count', 'temporal_ordered', 'value_median'],
    );
    assert.equal(correlationOperators.length, 6);
  });
});

describe('timespanMs()', () => {
  it('timespanMs() reads a count and a unit', () => {
    assert.deepEqual(['30s', '15m', '1h', '7d'].map(timespanMs), [30_000, 900_000, 3_600_000, 604_800_000]);
    assert.deepEqual(['1w', '1M', '1y'].map(timespanMs), [604_800_000, 2_629_746_000, 31_556_952_000]);
  });

  // Danger: a window without end, or none, from a rule that somebody else wrote.
  it('timespanMs() refuses everything else, and never gives more than it can count', () => {
    for (const text of ['', '0s', '5', '1W', '1Y', '-1h', '1.5h', ' 1h', '1h ', '9999999d', '1H']) {
      assert.equal(timespanMs(text), null, text);
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = timespanMs(text);
        return found === null || (Number.isSafeInteger(found) && found > 0);
      }),
    );
  });
});
