// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ruleProblemCodes } from './rule-problem.ts';

describe('ruleProblemCodes', () => {
  it('are named once each, by noun and what is wrong', () => {
    assert.equal(new Set(ruleProblemCodes).size, ruleProblemCodes.length);
    for (const code of ruleProblemCodes) assert.match(code, /^[a-z]+\.[a-z_]+$/);
  });
});
