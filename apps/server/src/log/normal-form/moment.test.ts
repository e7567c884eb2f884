// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromNanoseconds, readAccessTime, readBsdTime, readIsoTime, readMoment } from './moment.ts';

const us = (iso: string) => Date.parse(iso) * 1000;
const received = us('2027-01-01T00:00:30Z');

describe('moment', () => {
  it('readIsoTime() keeps microseconds and offsets', () => {
    const cases: readonly (readonly [string, string, number])[] = [
      ['2026-11-22T01:24:40.123456Z', '2026-11-22T01:24:40.123Z', 456],
      ['2026-11-22T01:24:40.1+01:00', '2026-11-22T00:24:40.100Z', 0],
      ['2026-11-22 01:24:40,250 +0100', '2026-11-22T00:24:40.250Z', 0],
      ['2026-11-22T01:24:40.123456789-05:30', '2026-11-22T06:54:40.123Z', 456],
      ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z', 0],
      ['2100-02-28T23:59:59Z', '2100-02-28T23:59:59Z', 0],
      ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z', 0],
    ];
    for (const [text, same, more] of cases) {
      const moment = readIsoTime(text, 0, null);
      assert.equal(moment?.us, us(same) + more, text);
      assert.equal(moment.quality, 'stated');
      assert.equal(moment.end, text.length);
    }
  });

  it('readIsoTime() takes the zone of the source where none is stated, also when the clock changes', () => {
    const brussels = (text: string) => readIsoTime(text, 0, 'Europe/Brussels');
    assert.equal(brussels('2026-11-22T01:00:00')?.us, us('2026-11-22T00:00:00Z'));
    assert.equal(brussels('2026-07-01T01:00:00')?.us, us('2026-06-30T23:00:00Z'));
    assert.equal(brussels('2026-03-29T03:00:00')?.us, us('2026-03-29T01:00:00Z'));
    assert.equal(brussels('2026-03-29T01:59:59')?.us, us('2026-03-29T00:59:59Z'));
    assert.equal(brussels('2026-10-25T04:00:00')?.us, us('2026-10-25T03:00:00Z'));
    assert.equal(brussels('2026-11-22T01:00:00')?.quality, 'zone_assumed');
    assert.equal(readIsoTime('2026-11-22T01:00:00', 0, 'No/Where')?.us, us('2026-11-22T01:00:00Z'));
  });

  it('readIsoTime() refuses dates that are none', () => {
    const none = [
      '2026-02-29T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-01-01T24:00:00Z',
      '2026-01-01T00:60:00Z',
      '1899-12-31T23:59:59Z',
      '9999-01-01T00:00:00Z',
      '2026-1-01T00:00:00Z',
      '',
    ];
    for (const text of none) assert.equal(readIsoTime(text, 0, null), null, text);
  });

  it('readBsdTime() takes the year nearest to the receipt across New Year', () => {
    const at = (text: string, now: number) => readBsdTime(text, 0, null, now)?.us;
    assert.equal(at('Dec 31 23:59:59', received), us('2026-12-31T23:59:59Z'));
    assert.equal(at('Jan  1 00:00:10', us('2026-12-31T23:59:50Z')), us('2027-01-01T00:00:10Z'));
    assert.equal(at('Feb 29 12:00:00', us('2028-03-01T00:00:00Z')), us('2028-02-29T12:00:00Z'));
    assert.equal(at('Feb 29 12:00:00', us('2026-06-01T00:00:00Z')), us('2028-02-29T12:00:00Z'));
    assert.equal(readBsdTime('Nov 22 01:00:00', 0, null, received)?.quality, 'year_assumed');
  });

  it('readBsdTime() reads a year, a fraction and a zone of network equipment', () => {
    const cisco = readBsdTime('Mar  1 2026 18:46:11.123 UTC: x', 0, 'Europe/Brussels', received);
    assert.deepEqual(cisco, { us: us('2026-03-01T18:46:11.123Z'), quality: 'stated', end: 28 });
    assert.equal(readBsdTime('Mar 1 18:46:11', 0, null, received)?.end, 14);
    for (const text of ['Foo 1 18:46:11', 'Mar 32 18:46:11', 'Mar 1 18-46-11', 'Mar']) {
      assert.equal(readBsdTime(text, 0, null, received), null, text);
    }
  });

  it('readAccessTime() and readMoment() read what access logs and JSON write', () => {
    assert.equal(readAccessTime('17/May/2015:10:05:03 +0200', 0, null)?.us, us('2015-05-17T08:05:03Z'));
    const same = us('2026-11-22T00:00:00Z');
    for (const value of [
      same / 1e6,
      same / 1e3,
      same,
      `${same}000`,
      `${same / 1e6}`,
      '2026-11-22T00:00:00Z',
    ]) {
      assert.equal(readMoment(value, null, received)?.us, same, String(value));
    }
    for (const value of [0, -1, Number.NaN, 'soon', null, {}, [], '1', 'x'.repeat(1_000)]) {
      assert.equal(readMoment(value, null, received), null, String(value));
    }
    assert.equal(fromNanoseconds('1795277556123456789'), 1_795_277_556_123_456);
    assert.equal(fromNanoseconds('0'), null);
  });
});
