// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Finding, gatherFindings } from './index.ts';

const finding = (weight: Finding['weight']): Finding => ({ code: 'log.none', weight, words: 'w' });

it('gatherFindings() lets the gravest decide, and counts what it does not list', () => {
  const findings = gatherFindings(2);
  findings.add(finding('told'));
  assert.equal(findings.verdict(1), 'intact');
  findings.add(finding('unchecked'));
  assert.deepEqual([findings.verdict(1), findings.isAltered], ['unchecked', false]);
  findings.add(finding('altered'));
  assert.deepEqual(
    [findings.verdict(1), findings.isAltered, findings.all.length, findings.more],
    ['altered', true, 2, 1],
  );
});
