// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { readMoment } from './cell-moment.ts';
import { readSeverity, readStatus, readTlpLabel } from './cell-words.ts';
import { columnsOf, suggestColumns } from './column-mapping.ts';
import { detectSeparator, readTable, readText } from './csv-text.ts';

describe('readText', () => {
  it('reads what spreadsheets of this region write', () => {
    assert.deepEqual(readText(Buffer.from('Datum;Gravité')), { text: 'Datum;Gravité', encoding: 'utf-8' });
    assert.deepEqual(readText(Buffer.from('Gravit\xe9 \x80', 'latin1')), {
      text: 'Gravité €',
      encoding: 'windows-1252',
    });
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('é;x', 'utf16le')]);
    assert.equal(readText(utf16).text, 'é;x');
  });
});

describe('detectSeparator', () => {
  it('counts outside quotes, in the header', () => {
    assert.equal(detectSeparator('a,b,c\n1;2;3;4;5'), 'comma');
    assert.equal(detectSeparator('"a,b,c";d;e\n'), 'semicolon');
    assert.equal(detectSeparator('\n\na\tb\n'), 'tab');
    assert.equal(detectSeparator('title'), 'comma');
  });
});

describe('readTable', () => {
  it('knows the line a row begins on, over cells of several lines and empty lines', () => {
    const table = readTable('\uFEFFnr;wat\n1;"x\ny"\n\n2;z\r\n;\n', 'semicolon');
    assert.ok(!isRefusal(table));
    assert.deepEqual(table.headers, ['nr', 'wat']);
    assert.deepEqual(
      table.rows.map((row) => [row.line, row.cells[0]]),
      [
        [2, '1'],
        [5, '2'],
      ],
    );
  });

  it('gives every header a name of its own', () => {
    const table = readTable('a,a,\n1,2,3\n', 'comma');
    assert.ok(!isRefusal(table));
    assert.deepEqual(table.headers, ['a', 'a (2)', 'column 3']);
  });

  it('refuses what is no table, saying where', () => {
    const open = readTable('a,b\n1,"never closed\n2,3\n', 'comma');
    assert.ok(isRefusal(open) && /line 3/.test(open.detail ?? ''));
    assert.ok(isRefusal(readTable('only a header\n', 'comma')));
    assert.ok(isRefusal(readTable('', 'comma')));
  });
});

describe('suggestColumns', () => {
  it('knows headers in four languages, each fact once', () => {
    assert.deepEqual(suggestColumns(['Nr.', 'Onderwerp', 'Ernst', 'Datum', 'Opgelost op', 'Kleur']), [
      'number',
      'title',
      'severity',
      'occurred_at',
      'resolved_at',
      null,
    ]);
    assert.deepEqual(suggestColumns(['N°', 'Intitulé', 'Gravité', 'Données personnelles', 'Intitulé']), [
      'number',
      'title',
      'severity',
      'personal_data',
      null,
    ]);
    assert.deepEqual(suggestColumns(['Aktenzeichen', 'Betreff', 'Schweregrad', 'Gelöst am']), [
      'number',
      'title',
      'severity',
      'resolved_at',
    ]);
  });
});

describe('columnsOf', () => {
  it('takes the word of the person, and refuses what the file does not have', () => {
    assert.deepEqual(columnsOf(['A', 'B'], { A: 'title', B: null }), ['title', null]);
    assert.ok(isRefusal(columnsOf(['A'], { Z: 'title' })));
    assert.ok(isRefusal(columnsOf(['A', 'B'], { A: 'title', B: 'title' })));
    const none = columnsOf(['A', 'B'], undefined);
    assert.ok(isRefusal(none) && none.refused === 'register.no_title');
  });
});

describe('readMoment', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const read = (cell: string) => {
    const moment = readMoment(cell, 'Europe/Brussels', now);
    return typeof moment === 'string' ? moment : `${moment.at.toISOString()}${moment.isDay ? ' day' : ''}`;
  };
  for (const [cell, expected] of [
    ['2025-03-01T09:05:07.123Z', '2025-03-01T09:05:07.123Z'],
    ['2025-03-01 09:05', '2025-03-01T08:05:00.000Z'],
    ['2025-07-01 09:05+05:30', '2025-07-01T03:35:00.000Z'],
    ['01/07/2025 9:05', '2025-07-01T07:05:00.000Z'],
    ['1.7.2025 um 9:05 Uhr', '2025-07-01T07:05:00.000Z'],
    ['01-07-2025 om 9.05 uur', '2025-07-01T07:05:00.000Z'],
    ['01/07/2025 à 9h05', '2025-07-01T07:05:00.000Z'],
    ['21/11/2025', '2025-11-20T23:00:00.000Z day'],
    // The night the clock jumps: 02:30 does not exist on 30 March 2025 in Brussels.
    ['30/03/2025 02:30', '2025-03-30T01:30:00.000Z'],
    ['26/10/2025 02:30', '2025-10-26T00:30:00.000Z'],
    ['29/02/2024', '2024-02-28T23:00:00.000Z day'],
    ['29/02/2025', 'moment.no_such_day'],
    ['12/31/2025', 'moment.no_such_day'],
    ['2025-01-01 25:00', 'moment.no_such_day'],
    ['1/2/25', 'moment.not_readable'],
    ['yesterday', 'moment.not_readable'],
    ['45678', 'moment.not_readable'],
    ['2027-01-01', 'moment.in_the_future'],
    ['0202-01-01', 'moment.too_early'],
    ['2025-07-01T10:00+99:99', 'moment.no_such_day'],
  ] as const) {
    it(`reads ${JSON.stringify(cell)} as ${expected}`, () => assert.equal(read(cell), expected));
  }
});

describe('words', () => {
  it('reads the words of four languages and the machine’s own', () => {
    assert.equal(readSeverity('Élevé'), 'important');
    assert.equal(readSeverity('P1'), 'critical');
    assert.equal(readSeverity('purple'), null);
    assert.equal(readStatus('In behandeling'), 'confirmed');
    assert.equal(readStatus('abgeschlossen'), 'closed');
    assert.equal(readTlpLabel('TLP:AMBER+STRICT'), 'TLP:AMBER+STRICT');
    assert.equal(readTlpLabel('amber'), 'TLP:AMBER');
    assert.equal(readTlpLabel('TLP:WHITE'), 'TLP:CLEAR');
  });
});
