// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Language } from '@belfry/contract';
import { readNoticedAt } from './noticed-at.ts';

const now = new Date('2026-11-21T14:05:00Z');

function read(day: string, month: string, year: string, time = '', language: Language = 'en') {
  const found = readNoticedAt({ day, month, year, time }, language, 'Europe/Brussels', now);
  return 'problem' in found ? found.problem : found.toISOString();
}

describe('readNoticedAt', () => {
  it('takes any reasonable way of writing a date and a time, in the civil time of the organisation', () => {
    const table: [string, string, string, string, Language, string][] = [
      ['3', '3', '2026', '14:05', 'en', '2026-03-03T13:05:00.000Z'],
      [' 03 ', 'March', '26', '2.05 pm', 'en', '2026-03-03T13:05:00.000Z'],
      ['3', 'mrt', '2026', '14u05', 'nl', 'not_a_date'],
      ['3', 'maart', '2026', '14u05', 'nl', '2026-03-03T13:05:00.000Z'],
      ['3', 'févr', '2026', '14h', 'fr', '2026-02-03T13:00:00.000Z'],
      ['3', 'Marz', '2026', '14 Uhr', 'de', '2026-03-03T13:00:00.000Z'],
      ['3', '7', '2026', '', 'en', '2026-07-02T22:00:00.000Z'],
      ['3', '7', '2026', '12 am', 'en', '2026-07-02T22:00:00.000Z'],
      ['3', '7', '2026', '1405', 'en', '2026-07-03T12:05:00.000Z'],
    ];
    for (const [day, month, year, time, language, expected] of table) {
      assert.equal(read(day, month, year, time, language), expected, `${day} ${month} ${year} ${time}`);
    }
  });

  it('refuses what is no date, no time, or yet to come, each with its own word', () => {
    assert.equal(read('31', '2', '2026'), 'not_a_date');
    assert.equal(read('29', '2', '2028'), 'in_the_future');
    assert.equal(read('', '2', '2026'), 'not_a_date');
    assert.equal(read('1', 'ju', '2026'), 'not_a_date');
    assert.equal(read('1', 'ma', '2026'), 'not_a_date');
    assert.equal(read('1', '13', '2026'), 'not_a_date');
    assert.equal(read('1', '1', '26000'), 'not_a_date');
    assert.equal(read('1', '1', '1066'), 'not_a_date');
    assert.equal(read('1', '1', '2026', '25:00'), 'not_a_time');
    assert.equal(read('1', '1', '2026', '13 pm'), 'not_a_time');
    assert.equal(read('1', '1', '2026', 'noonish'), 'not_a_time');
    assert.equal(read('21', '11', '2026', '15:06'), 'in_the_future');
    assert.equal(read('21', '11', '2026', '15:05'), '2026-11-21T14:05:00.000Z');
  });

  it('reads an hour that summer time skips as the hour after, and one that comes twice as the first', () => {
    assert.equal(read('29', '3', '2026', '02:30'), '2026-03-29T01:30:00.000Z');
    assert.equal(read('25', '10', '2026', '02:30'), '2026-10-25T00:30:00.000Z');
  });
});
