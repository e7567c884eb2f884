// SPDX-License-Identifier: Apache-2.0
import { recalled } from './legal-lines.ts';
import type { Legal } from './regime.ts';

/**
 * The bank holidays of one state, as rules. Only days that the whole state certainly has off stand here: regional
 * holidays, half days, days given in lieu and days a decree moves are left out. A day too few makes a limit earlier
 * than a court might; a day too many would make somebody late.
 */
export interface HolidayCalendar {
  /** ISO 3166. */
  readonly state: string;
  readonly legal: Legal;
  /** The same day every year, `MM-DD`. */
  readonly fixed: readonly string[];
  /** First year of a fixed day, where it is a young one. */
  readonly sinceYear?: Readonly<Record<string, number>>;
  /** Days after Easter Sunday: -2 Good Friday, 1 Easter Monday, 39 Ascension, 50 Whit Monday, 60 Corpus Christi. */
  readonly easter?: readonly number[];
  readonly orthodoxEaster?: readonly number[];
  /** The first such weekday (Monday is 1) on or after a day of the year. */
  readonly weekdays?: readonly { readonly from: string; readonly weekday: number }[];
}

const GOOD_FRIDAY = -2;
const EASTER_MONDAY = 1;
const ASCENSION = 39;
const WHIT_MONDAY = 50;
const CORPUS_CHRISTI = 60;

type Days = Omit<HolidayCalendar, 'state' | 'legal' | 'fixed'>;

const of = (state: string, cite: string, fixed: string, days: Days = {}, note?: string): HolidayCalendar => ({
  state,
  legal: recalled(cite, note),
  fixed: fixed.split(' '),
  ...days,
});

/**
 * Member States and the European Economic Area. The acts were not read: each day is recalled, and counted only because
 * `date-holidays` has it too.
 */
export const holidayCalendars: readonly HolidayCalendar[] = [
  of('AT', 'Feiertagsruhegesetz 1957 (AT) § 1', '01-01 01-06 05-01 08-15 10-26 11-01 12-08 12-25 12-26', {
    easter: [EASTER_MONDAY, ASCENSION, WHIT_MONDAY, CORPUS_CHRISTI],
  }),
  of('BE', 'RD of 18 April 1974 (BE) art. 1', '01-01 05-01 07-21 08-15 11-01 11-11 12-25', {
    easter: [EASTER_MONDAY, ASCENSION, WHIT_MONDAY],
  }),
  of(
    'BG',
    'Labour Code (BG) art. 154',
    '01-01 03-03 05-01 05-06 05-24 09-06 09-22 12-24 12-25',
    { orthodoxEaster: [GOOD_FRIDAY, EASTER_MONDAY] },
    '26 December, and the working day given for a holiday on a weekend, are not counted.',
  ),
  of(
    'CY',
    'Public holidays (CY)',
    '01-01 01-06 03-25 04-01 05-01 08-15 10-01 10-28 12-25 12-26',
    { orthodoxEaster: [GOOD_FRIDAY, EASTER_MONDAY] },
    'Green Monday and Whit Monday, on which sources differ, are not counted.',
  ),
  of('CZ', 'Zákon 245/2000 (CZ)', '01-01 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26', {
    easter: [GOOD_FRIDAY, EASTER_MONDAY],
  }),
  of(
    'DE',
    'Holiday acts of the Länder (DE)',
    '01-01 05-01 10-03 12-25 12-26',
    { easter: [GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY] },
    'Only the nine days that every Land has.',
  ),
  of(
    'DK',
    'Lukkeloven (DK)',
    '01-01 12-25 12-26',
    { easter: [-3, GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY] },
    'Store bededag is a working day since 2024; Constitution Day and Christmas Eve are not counted.',
  ),
  of('EE', 'Pühade ja tähtpäevade seadus (EE)', '01-01 02-24 05-01 06-23 06-24 08-20 12-24 12-25 12-26', {
    easter: [GOOD_FRIDAY],
  }),
  of(
    'ES',
    'Real Decreto 2001/1983 (ES) art. 45',
    '01-01 05-01 08-15 10-12 11-01 12-06 12-08 12-25',
    { easter: [GOOD_FRIDAY] },
    'Days that a region may replace, as Epiphany, are not counted.',
  ),
  of('FI', 'Church Act and acts on holidays (FI)', '01-01 01-06 05-01 12-06 12-25 12-26', {
    easter: [GOOD_FRIDAY, EASTER_MONDAY, ASCENSION],
  }),
  of('FR', 'Code du travail (FR) art. L3133-1', '01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25', {
    easter: [EASTER_MONDAY, ASCENSION, WHIT_MONDAY],
  }),
  of('GR', 'Public holidays (GR)', '01-01 01-06 03-25 05-01 08-15 10-28 12-25 12-26', {
    orthodoxEaster: [-48, GOOD_FRIDAY, EASTER_MONDAY, WHIT_MONDAY],
  }),
  of(
    'HR',
    'Zakon o blagdanima (HR) art. 1',
    '01-01 01-06 05-01 05-30 06-22 08-05 08-15 11-01 11-18 12-25 12-26',
    { easter: [EASTER_MONDAY, CORPUS_CHRISTI] },
  ),
  of(
    'HU',
    'Labour Code (HU) § 102',
    '01-01 03-15 05-01 08-20 10-23 11-01 12-25 12-26',
    { easter: [GOOD_FRIDAY, EASTER_MONDAY, WHIT_MONDAY] },
    'Christmas Eve and days that a decree exchanges are not counted.',
  ),
  of(
    'IE',
    'Organisation of Working Time Act 1997 (IE), second schedule',
    '01-01 03-17 12-25 12-26',
    {
      easter: [EASTER_MONDAY],
      weekdays: ['05-01', '06-01', '08-01', '10-25'].map((from) => ({ from, weekday: 1 })),
    },
    'Saint Brigid’s Day, and days given for a holiday on a weekend, are not counted.',
  ),
  of(
    'IS',
    'Lög 88/1971 (IS) art. 6',
    '01-01 05-01 06-17 12-25 12-26',
    {
      easter: [-3, GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY],
      weekdays: [{ from: '08-01', weekday: 1 }],
    },
    'The first day of summer, on which sources differ, and the half days of 24 and 31 December are not counted.',
  ),
  of(
    'IT',
    'Legge 260/1949 (IT) art. 2',
    '01-01 01-06 04-25 05-01 06-02 08-15 11-01 12-08 12-25 12-26',
    { easter: [EASTER_MONDAY] },
    '4 October, by an act of 2025, is not counted until that act is read.',
  ),
  of(
    'LI',
    'Arbeitsgesetz (LI)',
    '01-01 01-06 05-01 09-08 12-08 12-25 12-26',
    { easter: [EASTER_MONDAY, ASCENSION, WHIT_MONDAY, CORPUS_CHRISTI] },
    '15 August and 1 November, on which sources differ, and days of banks alone are not counted.',
  ),
  of(
    'LT',
    'Labour Code (LT) art. 123',
    '01-01 02-16 03-11 05-01 06-24 07-06 08-15 11-01 11-02 12-24 12-25 12-26',
    { easter: [EASTER_MONDAY] },
  ),
  of('LU', 'Code du travail (LU) art. L.232-2', '01-01 05-01 05-09 06-23 08-15 11-01 12-25 12-26', {
    easter: [EASTER_MONDAY, ASCENSION, WHIT_MONDAY],
  }),
  of(
    'LV',
    'Act on holidays (LV) art. 1',
    '01-01 05-01 05-04 06-23 06-24 11-18 12-24 12-25 12-26 12-31',
    { easter: [GOOD_FRIDAY, EASTER_MONDAY] },
    'The working day given for 4 May or 18 November on a weekend is not counted.',
  ),
  of(
    'MT',
    'National Holidays Act (MT), cap. 252',
    '01-01 02-10 03-19 03-31 05-01 06-07 06-29 08-15 09-08 09-21 12-08 12-13 12-25',
    { easter: [GOOD_FRIDAY] },
  ),
  of(
    'NL',
    'Algemene termijnenwet (NL) art. 3(1)',
    '01-01 04-27 12-25 12-26',
    { easter: [EASTER_MONDAY, ASCENSION, WHIT_MONDAY] },
    '5 May and Good Friday stand in the act too, but banks work: they are not counted.',
  ),
  of('NO', 'Helligdagsloven (NO) § 2; Lov 1/1947', '01-01 05-01 05-17 12-25 12-26', {
    easter: [-3, GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY],
  }),
  of(
    'PL',
    'Act of 18 January 1951 (PL) art. 1',
    '01-01 01-06 05-01 05-03 08-15 11-01 11-11 12-24 12-25 12-26',
    { easter: [EASTER_MONDAY, CORPUS_CHRISTI], sinceYear: { '12-24': 2025 } },
  ),
  of(
    'PT',
    'Código do Trabalho (PT) art. 234',
    '01-01 04-25 05-01 06-10 08-15 10-05 11-01 12-01 12-08 12-25',
    { easter: [GOOD_FRIDAY, CORPUS_CHRISTI] },
  ),
  of(
    'RO',
    'Codul muncii (RO) art. 139',
    '01-01 01-02 01-06 01-07 01-24 05-01 06-01 08-15 11-30 12-01 12-25 12-26',
    {
      orthodoxEaster: [GOOD_FRIDAY, EASTER_MONDAY, WHIT_MONDAY],
      sinceYear: { '01-06': 2024, '01-07': 2024 },
    },
  ),
  of('SE', 'Lag 1989:253 (SE)', '01-01 01-06 05-01 06-06 12-25 12-26', {
    easter: [GOOD_FRIDAY, EASTER_MONDAY, ASCENSION],
  }),
  of(
    'SI',
    'Zakon o praznikih (SI) arts 1-2',
    '01-01 01-02 02-08 04-27 05-01 05-02 06-25 08-15 10-31 11-01 12-25 12-26',
    { easter: [EASTER_MONDAY] },
  ),
  of(
    'SK',
    'Zákon 241/1993 (SK)',
    '01-01 01-06 05-01 07-05 08-29 11-01 12-24 12-25 12-26',
    { easter: [GOOD_FRIDAY, EASTER_MONDAY] },
    '8 May, 15 September and 17 November, whose days off change by year, are not counted.',
  ),
];
