// SPDX-License-Identifier: Apache-2.0
import { type Answer, type findCallers, type Language, limits, type ReportState } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { countryOf, type KnownCaller, knownCallers, phoneEnding, phoneKey } from '../contacts/index.ts';
import type { Sql } from '../platform/database/database.ts';

type Caller = Answer<typeof findCallers>['items'][number];

interface ReportOfCaller {
  id: string;
  reference: string;
  summary: string;
  state: string;
  reported_at: Date;
  name: string | null;
  email: string | null;
  phone: string | null;
  language: string;
}

const REPORTS_LOOKED_AT = 60;
const OPEN_STATES: readonly string[] = ['waiting', 'asked', 'snoozed', 'accepted'];
const FIRST_WORDS = 160;

/** Who it could be, with their open reports. What the asker may not see is in none of the three places. */
export async function callersLike(trx: Sql, q: string, maySeePeople: boolean): Promise<Caller[]> {
  const countMax = limits.callersFoundMax;
  const country = await countryOf(trx);
  const reports = await reportsOfCallers(trx, q, phoneEnding(q));
  const known = await knownCallers(trx, q, { countMax, maySeePeople });
  const found: Caller[] = [];
  for (const one of known) {
    // Two of the same company can share a number, so reports found by what was typed are told apart by who is meant.
    const own = one.email === '' && one.phone === '' ? [] : await reportsOf(trx, one);
    found.push(
      shown(
        one,
        own.filter((report) => isOf(report, one, country)),
      ),
    );
  }
  for (const report of reports) {
    if (found.length >= countMax) {
      break;
    }
    const one = {
      source: 'report',
      id: report.id,
      name: report.name ?? '',
      organisation: '',
      phone: report.phone ?? '',
      email: report.email ?? '',
      language: report.language as Language,
    } as const;
    if (!found.some((other) => isOf(report, other, country))) {
      found.push(
        shown(
          one,
          reports.filter((other) => isOf(other, one, country)),
        ),
      );
    }
  }
  return found;
}

async function reportsOf(trx: Sql, { email, phone }: KnownCaller): Promise<ReportOfCaller[]> {
  return [
    ...(email === '' ? [] : await reportsOfCallers(trx, email, '')),
    ...(phoneEnding(phone) === '' ? [] : await reportsOfCallers(trx, null, phoneEnding(phone))),
  ];
}

/** Null for words looks by number alone. */
async function reportsOfCallers(trx: Sql, q: string | null, ending: string): Promise<ReportOfCaller[]> {
  const words = (q ?? '').toLowerCase().trim();
  // Fewer than three letters have no trigram, and would read every report there is.
  const pattern =
    words.length < 3
      ? ''
      : `%${words
          .replace(/[\\%_]/g, '\\$&')
          .split(/\s+/)
          .join('%')}%`;
  if (pattern === '' && ending === '') {
    return [];
  }
  const { rows } = await raw<ReportOfCaller>`
    SELECT * FROM reports_of_callers(${pattern}, ${ending}, ${REPORTS_LOOKED_AT})`.execute(trx);
  return rows;
}

function isOf(
  report: ReportOfCaller,
  one: Pick<Caller, 'email' | 'phone' | 'name'>,
  country: string,
): boolean {
  const key = phoneKey(one.phone, country);
  if (one.email !== '' && one.email.toLowerCase() === report.email?.toLowerCase()) {
    return true;
  }
  if (key !== null && key === phoneKey(report.phone ?? '', country)) {
    return one.name === '' || report.name === null || sameName(one.name, report.name);
  }
  const hasNoWay = one.email === '' && one.phone === '' && report.email === null && report.phone === null;
  return hasNoWay && report.name !== null && sameName(one.name, report.name);
}

const sameName = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

function shown(one: Omit<Caller, 'reports'>, reports: readonly ReportOfCaller[]): Caller {
  const unique = [...new Map(reports.map((report) => [report.id, report])).values()];
  return {
    ...one,
    reports: unique
      .filter(({ state }) => OPEN_STATES.includes(state))
      .sort((a, b) => b.reported_at.getTime() - a.reported_at.getTime())
      .slice(0, limits.callerReportsMax)
      .map((report) => ({
        reference: report.reference,
        summary: report.summary.slice(0, FIRST_WORDS),
        state: report.state as ReportState,
        reportedAt: report.reported_at.toISOString(),
      })),
  };
}
