// SPDX-License-Identifier: Apache-2.0
import { functionNamed, type Language, type ReportSection } from '@belfry/contract';
import { outcomeTitle, regimeTexts, stageTitle } from '@belfry/regimes';
import type { ClockFacts, IncidentFacts, PeriodFacts } from './report-facts.ts';
import { type ReportLine, reportWords } from './report-words.ts';
import { valueWords } from './value-words.ts';

/** How a report speaks: its language, and the zone its moments are told in. */
export interface Speech {
  readonly language: Language;
  readonly timeZone: string;
}

type Words = ReturnType<typeof reportWords>;
type Table = ReportSection['tables'][number];

const section = (title: string, given: Partial<ReportSection> = {}): ReportSection => ({
  title,
  intro: '',
  fields: [],
  tables: [],
  ...given,
});

const MINUTE_MS = 60_000;

function momentText(at: string | null | undefined, { language, timeZone }: Speech): string {
  if (at === null || at === undefined) return '';
  const options = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options).format(new Date(at));
}

/** A duration as people say it: in its greatest unit that is not zero, rounded. */
function durationText(ms: number, words: Words): string {
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 120) return words('minutes', { count: String(minutes) });
  const hours = Math.round(minutes / 60);
  return hours < 72
    ? words('hours', { count: String(hours) })
    : words('days', { count: String(Math.round(hours / 24)) });
}

/** The value below which a share of them lies; nearest rank, so that it is one that happened. */
function rankOf(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function counted(values: readonly (string | null)[], language: Language, empty: string): string[][] {
  const groups = Map.groupBy(values, (value) => value);
  return [...groups]
    .map(([value, all]) => ({
      name: value === null ? empty : valueWords(language, value),
      count: all.length,
    }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))
    .map(({ count, name }) => [name, String(count)]);
}

/** What a report over a period says, part by part. */
export function periodSections(facts: PeriodFacts, speech: Speech): ReportSection[] {
  const words = reportWords(speech.language);
  const { incidents, measures } = facts;
  const count = (states: readonly string[]) =>
    incidents.filter(({ status }) => states.includes(status)).length;
  const table = (caption: ReportLine, column: ReportLine, rows: string[][]): Table => ({
    caption: words(caption),
    columns: [words(column), words('count')],
    rows,
  });
  const named = ({ functions }: { functions: readonly string[] }) =>
    functions.map((name) => functionNamed(name, speech.language));
  const by = (values: readonly (string | null)[]) => counted(values, speech.language, words('notAssessed'));
  return [
    section(words('overview'), {
      intro: words('counts'),
      fields: [
        { label: words('incidents'), value: String(incidents.length) },
        { label: words('stillOpen'), value: String(count(['pending', 'confirmed'])) },
        { label: words('dismissed'), value: String(count(['dismissed'])) },
        { label: words('reports'), value: String(facts.reportsCount) },
      ],
      tables: [
        table('bySeverity', 'severity', by(incidents.map(({ severity }) => severity))),
        table('byType', 'type', by(incidents.map((one) => one.class))),
        table('byFunction', 'function', by(incidents.flatMap(named))),
      ].filter(({ rows }) => rows.length > 0),
    }),
    section(words('times'), { intro: words('timesNote'), tables: [timesTable(facts, words)] }),
    clocksSection(facts.clocks, speech, words),
    recurringSection(facts, speech.language, words),
    section(words('measures'), {
      fields: (['planned', 'overdue', 'done', 'dropped'] as const).map((state) => ({
        label: words(state),
        value: String(measures[state]),
      })),
    }),
    section(words('lessons'), {
      intro: incidents.every(({ lessons }) => lessons === null) ? words('none') : '',
      fields: incidents.flatMap(({ lessons, reference, title }) =>
        lessons === null ? [] : [{ label: `${reference} ${title}`, value: lessons }],
      ),
    }),
  ];
}

function timesTable({ acknowledgedAfterMs, incidents }: PeriodFacts, words: Words): Table {
  const between = (from: string | null, to: string | null) =>
    from === null || to === null ? [] : [Math.max(0, Date.parse(to) - Date.parse(from))];
  const steps = [
    ['toDetect', incidents.flatMap((one) => between(one.occurredAt, one.detectedAt))],
    ['toAcknowledge', acknowledgedAfterMs],
    ['toResolve', incidents.flatMap((one) => between(one.declaredAt, one.resolvedAt))],
  ] as const;
  return {
    caption: '',
    columns: [words('step'), words('median'), words('p90'), words('count')],
    rows: steps.map(([step, all]) => {
      const sorted = [...all].sort((a, b) => a - b);
      const told = (share: number) =>
        sorted.length === 0 ? '–' : durationText(rankOf(sorted, share), words);
      return [words(step), told(0.5), told(0.9), String(sorted.length)];
    }),
  };
}

function clocksSection(clocks: readonly ClockFacts[], speech: Speech, words: Words): ReportSection {
  const late = clocks.filter(({ isMissed, state }) => isMissed || state === 'met_late');
  const rows = [...Map.groupBy(clocks, ({ regimeId }) => regimeId)].map(([id, all]) => {
    const of = (is: (clock: ClockFacts) => boolean) => String(all.filter(is).length);
    return [
      regimeTexts(id)[speech.language],
      of(({ state }) => state === 'met'),
      of(({ state }) => state === 'met_late'),
      of(({ isMissed }) => isMissed),
      of(({ isMissed, state }) => state === 'running' && !isMissed),
    ];
  });
  return section(words('clocks'), {
    intro: clocks.length === 0 ? words('none') : '',
    tables: [
      ...(rows.length === 0
        ? []
        : [
            {
              caption: '',
              columns: (['regime', 'kept', 'late', 'missed', 'running'] as const).map((line) => words(line)),
              rows,
            },
          ]),
      ...(late.length === 0
        ? []
        : [
            {
              caption: words('lateOnes'),
              columns: (['incident', 'stage', 'due', 'met', 'reason'] as const).map((line) => words(line)),
              rows: late.map((clock) => [
                clock.incident,
                stageTitle(clock.regimeId, clock.stageId, speech.language),
                momentText(clock.dueAt, speech),
                momentText(clock.metAt, speech),
                clock.lateReason ?? '',
              ]),
            },
          ]),
    ],
  });
}

function recurringSection({ incidents }: PeriodFacts, language: Language, words: Words): ReportSection {
  const known = incidents.filter(({ rootCauseClass }) => rootCauseClass !== null);
  const groups = [...Map.groupBy(known, ({ rootCauseClass }) => rootCauseClass ?? '')].filter(
    ([, all]) => all.length > 1,
  );
  return section(words('recurring'), {
    intro: groups.length === 0 ? words('none') : words('recurringNote'),
    tables:
      groups.length === 0
        ? []
        : [
            {
              caption: words('byCause'),
              columns: [words('cause'), words('incident'), words('count')],
              rows: groups.map(([cause, all]) => [
                valueWords(language, cause),
                all.map(({ reference }) => reference).join(', '),
                String(all.length),
              ]),
            },
          ],
  });
}

/** What a report over one incident says. */
export function incidentSections(facts: IncidentFacts, speech: Speech): ReportSection[] {
  const words = reportWords(speech.language);
  const say = (value: string | null) => (value === null ? '' : valueWords(speech.language, value));
  const moment = (at: string | null | undefined) => momentText(at, speech);
  const fields = (pairs: readonly (readonly [ReportLine, string])[]) =>
    pairs.map(([line, value]) => ({ label: words(line), value }));
  const personalData = { yes: words('yes'), no: words('no') }[facts.personalData] ?? words('unknown');
  return [
    section(words('summary'), {
      intro: facts.summary ?? '',
      fields: fields([
        ['status', say(facts.status)],
        ['severity', facts.severity === null ? words('notAssessed') : say(facts.severity)],
        ['type', say(facts.class)],
        ['lead', facts.lead ?? ''],
        ['functions', facts.functions.map((one) => functionNamed(one, speech.language)).join(', ')],
        ['personalData', personalData],
        ['occurred', moment(facts.moments['occurred']?.at)],
        ['detected', moment(facts.moments['detected']?.at)],
        ['aware', moment(facts.moments['aware']?.at)],
        ['declared', moment(facts.declaredAt)],
        ['resolved', moment(facts.resolvedAt)],
        [
          'costs',
          facts.costsEur === null ? '' : new Intl.NumberFormat(speech.language).format(facts.costsEur),
        ],
      ]),
    }),
    section(words('cause'), {
      fields: fields([
        ['type', say(facts.rootCauseClass)],
        ['cause', facts.rootCause ?? ''],
      ]),
    }),
    section(words('actions'), {
      fields: fields([
        ['whatWasDone', facts.whatWasDone ?? ''],
        ['tasksDone', titlesOf(facts.tasks, 'done')],
      ]),
    }),
    decisionsSection(facts, speech, words),
    clocksSection(facts.clocks, speech, words),
    notificationsSection(facts, speech, words),
    section(words('open'), {
      fields: fields([
        ['openTasks', titlesOf(facts.tasks, 'open')],
        ['openMeasures', titlesOf(facts.measures, 'planned')],
        ['lessons', facts.lessons ?? ''],
      ]),
    }),
  ];
}

const titlesOf = (all: readonly { readonly title: string; readonly state: string }[], wanted: string) =>
  all.flatMap(({ state, title }) => (state === wanted ? [`• ${title}`] : [])).join('\n');

function decisionsSection({ decisions }: IncidentFacts, speech: Speech, words: Words): ReportSection {
  const rows = decisions.map(({ at, by, isSo, outcomeId, reason, regimeId }) => [
    outcomeTitle(regimeId, outcomeId, speech.language),
    isSo ? words('yes') : words('no'),
    by,
    momentText(at, speech),
    reason ?? '',
  ]);
  return tableSection(words, 'decisions', ['regime', 'decision', 'by', 'at', 'reason'], rows);
}

function notificationsSection({ notifications }: IncidentFacts, speech: Speech, words: Words): ReportSection {
  const rows = notifications.map(({ authority, reference, regimeId, stageId, state, submittedAt }) => [
    reference,
    stageTitle(regimeId, stageId, speech.language),
    authority ?? '',
    valueWords(speech.language, state),
    momentText(submittedAt, speech),
  ]);
  return tableSection(
    words,
    'notifications',
    ['notifications', 'stage', 'authority', 'status', 'submitted'],
    rows,
  );
}

function tableSection(
  words: Words,
  title: ReportLine,
  columns: readonly ReportLine[],
  rows: string[][],
): ReportSection {
  return rows.length === 0
    ? section(words(title), { intro: words('none') })
    : section(words(title), {
        tables: [{ caption: '', columns: columns.map((line) => words(line)), rows }],
      });
}
