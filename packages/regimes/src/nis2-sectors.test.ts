// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nis2Sectors } from './nis2-sectors.ts';

test('nis2Sectors names 11 sectors of annex I and 7 of annex II, each once', () => {
  const numbers = (annex: string) =>
    new Set(
      nis2Sectors
        .filter((one) => one.annex === annex)
        .map((one) => /annex I+, (\d+)/.exec(one.legalBasis)?.[1]),
    );
  assert.equal(numbers('I').size, 11);
  assert.equal(numbers('II').size, 7);
  assert.equal(new Set(nis2Sectors.map(({ id }) => id)).size, nis2Sectors.length);
});
