// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { holidayCalendars, regimes } from '@belfry/regimes';
import { clockWords, regimesPage } from './regimes-page.ts';

describe('regimesPage()', () => {
  it('clockWords() tells each kind of anchor', () => {
    const given = ['dora', 'nis2', 'nis2-it', 'gdpr'].flatMap((id) =>
      regimes
        .filter((regime) => regime.id === id)
        .flatMap(({ stages }) => stages.flatMap(({ due }) => due.map(clockWords))),
    );
    for (const wanted of [
      '4 hours after the decision "major"',
      '24 hours after awareness, if the decision "major" came within 24 hours',
      '1 month after sending latest intermediate, intermediate update',
      'before the limit of final',
      '72 hours after the limit of early warning',
      'without undue delay after each request',
      '24 hours after awareness of significance, for some kinds of entity',
      '72 hours after awareness of breach',
    ]) {
      assert.ok(given.includes(wanted), wanted);
    }
  });

  // Danger: a line nobody has read looks like the law.
  it('regimesPage() marks every line that is not verified', () => {
    const text = regimesPage(regimes, holidayCalendars);
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    const unread = rows.filter((line) => /\b(recalled|unsettled) \|$/.test(line));
    assert.deepEqual(unread, []);
    assert.ok(rows.some((line) => line.endsWith('| **unsettled** |')));
    for (const { id } of regimes) assert.ok(text.includes(`\`${id}\`, version`), id);
  });
});
