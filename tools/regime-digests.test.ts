// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { regimes } from '@belfry/regimes';
import { type RegimeDigests, regimeDigests, regimeDigestsFile } from './regime-digests.ts';

const [one] = regimes.filter(({ id }) => id === 'cer');
assert.ok(one);

describe('regimeDigests()', () => {
  // Danger: data change, the version stays, and an old obligation cites what was never so.
  it('are those committed, so that no data change without their version', async () => {
    const text = await readFile(new URL(`../${regimeDigestsFile}`, import.meta.url), 'utf8');
    const committed = JSON.parse(text) as RegimeDigests;
    assert.deepEqual(regimeDigests(regimes, committed), committed, 'run "npm run generate" and commit it');
  });

  it('refuses other data under the same version, and takes them under the next', () => {
    const before = regimeDigests([one], {});
    const changed = { ...one, stages: one.stages.slice(1) };
    assert.throws(() => regimeDigests([changed], before), /Raise cer to 2/);
    assert.deepEqual(Object.keys(regimeDigests([{ ...changed, version: 2 }], before)), ['cer 2']);
  });

  it('takes the same data in another order for the same', () => {
    const turned = Object.fromEntries(Object.entries(one).reverse()) as unknown as typeof one;
    assert.deepEqual(regimeDigests([turned], {}), regimeDigests([one], {}));
  });
});
