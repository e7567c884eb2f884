// SPDX-License-Identifier: Apache-2.0
import {
  isRefusal,
  type Language,
  type ManagementReportAsked,
  type Refusal,
  type ReportSection,
  type Tlp,
} from '@belfry/contract';
import { keepBytes, makeDocument, type Printable, printPdf } from '../documents/index.ts';
import { findOrganisation } from '../organisation/index.ts';
import type { Changing, Reading, Sql } from '../platform/database/database.ts';
import type { FileStore, StoredFile } from '../platform/files/file-store.ts';
import { readIncidentFacts, readPeriod } from './report-facts-store.ts';
import { dayAfter, dayIn, type Period, periodOf } from './report-period.ts';
import { incidentSections, periodSections } from './report-sections.ts';
import { insertReport } from './report-store.ts';
import { reportWords } from './report-words.ts';

/** What a report says, before it is kept. */
export interface ReportDraft {
  readonly incident: { readonly id: string; readonly reference: string } | null;
  readonly period: Period | null;
  readonly language: Language;
  readonly title: string;
  readonly tlp: Tlp;
  readonly sections: ReportSection[];
  readonly organisation: string;
}

/** Words to management stay in the house; what is for named people only stays with them. */
const tlpOf = (incident: string): Tlp => (incident === 'TLP:RED' ? 'TLP:RED' : 'TLP:AMBER+STRICT');

/** The zone reports are told in, and the name they carry. */
export async function houseOf(sql: Sql): Promise<{ timeZone: string; name: string }> {
  const organisation = await findOrganisation(sql);
  return { timeZone: organisation?.timeZone ?? 'UTC', name: organisation?.name ?? '' };
}

/** What a report is about, in names of files and at the foot of pages: the last day is included, as people say it. */
function aboutOf({ incident, period }: ReportDraft): string {
  return incident?.reference ?? `${period?.from ?? ''}-${dayAfter(period?.until ?? '1970-01-02', -1)}`;
}

/** Words for the days of a period, the last one included. */
export function periodWords({ from, until }: Period, language: Language): string {
  const words = (day: string) =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      dateStyle: 'long',
      timeZone: 'UTC',
    }).format(new Date(`${day}T00:00:00Z`));
  return reportWords(language)('period', { first: words(from), last: words(dayAfter(until, -1)) });
}

export async function draftReport(
  { now, sql }: Pick<Reading, 'now' | 'sql'>,
  asked: ManagementReportAsked,
): Promise<ReportDraft | Refusal<'incident.not_found' | 'management_report.period_not_valid'>> {
  const { language } = asked;
  const { name, timeZone } = await houseOf(sql);
  const words = reportWords(language);
  if ('incident' in asked) {
    const facts = await readIncidentFacts(sql, asked.incident, now);
    return isRefusal(facts)
      ? facts
      : {
          incident: { id: facts.id, reference: facts.reference },
          period: null,
          language,
          title: `${words('title.incident')}: ${facts.reference} ${facts.title}`,
          tlp: tlpOf(facts.tlp),
          sections: incidentSections(facts, { language, timeZone }),
          organisation: name,
        };
  }
  const period = periodOf(asked.firstDay, asked.lastDay, dayIn(now, timeZone));
  return isRefusal(period) ? period : draftPeriod({ now, sql }, period, language, { name, timeZone });
}

export async function draftPeriod(
  { now, sql }: Pick<Reading, 'now' | 'sql'>,
  period: Period,
  language: Language,
  house: { readonly name: string; readonly timeZone: string },
): Promise<ReportDraft> {
  const facts = await readPeriod(sql, period, house.timeZone, now);
  return {
    incident: null,
    period,
    language,
    title: `${reportWords(language)('title.period')}, ${periodWords(period, language)}`,
    tlp: 'TLP:AMBER+STRICT',
    sections: periodSections(facts, { language, timeZone: house.timeZone }),
    organisation: house.name,
  };
}

/** Prints a draft, and keeps its bytes. @throws PrintFailed */
export async function printReport(
  files: Pick<FileStore, 'keep'>,
  draft: ReportDraft,
  madeAt: Date,
): Promise<StoredFile> {
  const printable: Printable = {
    language: draft.language,
    title: draft.title,
    tlp: draft.tlp,
    isFinal: true,
    organisation: draft.organisation,
    reference: aboutOf(draft),
    facts: [],
    sections: draft.sections,
    madeAt,
  };
  return keepBytes(files, await printPdf(printable));
}

/** Keeps a report and its document: what it counted stays with it. @returns its identifier */
export async function writeReport(changing: Changing, draft: ReportDraft, file: StoredFile): Promise<string> {
  const { actor, ids, now, record, sql } = changing;
  const id = ids.uuid();
  const { incident, language, period, sections, title, tlp } = draft;
  const about = aboutOf(draft);
  const documentId = await makeDocument(
    changing,
    {
      kind: 'management_report',
      format: 'pdf',
      name: `report-${about}.pdf`,
      language,
      tlp,
      isFinal: true,
      file,
    },
    { incident },
  );
  await insertReport(sql, {
    ...{ id, incidentId: incident?.id ?? null, period, language, title, sections, documentId },
    ...{ madeAt: now, madeBy: actor.kind === 'person' ? actor.id : null },
  });
  record({
    event: 'management_report.made',
    subject: { kind: 'management_report', id, reference: title },
    ...(incident === null ? {} : { incident }),
  });
  return id;
}
