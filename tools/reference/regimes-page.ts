// SPDX-License-Identifier: Apache-2.0
import {
  type Anchor,
  type HolidayCalendar,
  isUnverified,
  type Legal,
  type Period,
  type Regime,
  type Stage,
  type Term,
} from '@belfry/regimes';
import { page, table } from './markdown.ts';

const words = (name: string) => name.replaceAll('_', ' ');
const code = (text: string) => `\`${text}\``;
const plural = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;

function anchorWords(anchor: Anchor): string {
  if (anchor.kind === 'moment') return words(anchor.moment);
  if (anchor.kind === 'classification') return `the decision "${words(anchor.outcome)}"`;
  if (anchor.kind === 'request') return 'each request';
  const stages = anchor.of.map(words).join(', ');
  return anchor.kind === 'limit' ? `the limit of ${stages}` : `sending ${anchor.which} ${stages}`;
}

function periodWords(period: Period): string {
  if (period === 'immediate') return 'without undue delay';
  if ('hours' in period) return plural(period.hours, 'hour');
  if ('days' in period) return plural(period.days, 'day');
  return 'months' in period ? plural(period.months, 'month') : plural(period.workingDays, 'working day');
}

/** A clock in words: `24 hours after awareness of significance`. */
export function clockWords({ from, plus, onlyIf, onlyFor }: Term): string {
  const before = from.kind === 'limit' && plus === 'immediate' ? 'before' : `${periodWords(plus)} after`;
  const within =
    onlyIf === undefined
      ? ''
      : `, if ${anchorWords(onlyIf.anchor)} came within ${plural(onlyIf.hoursAfterMax, 'hour')}`;
  return `${before} ${anchorWords(from)}${within}${onlyFor === undefined ? '' : ', for some kinds of entity'}`;
}

function dueWords({ due, shift, duty }: Stage): string {
  if (due.length === 0) return duty === 'voluntary' ? 'any time' : '';
  const clocks = due.map(clockWords).join('; or ');
  const earliest =
    due.length > 1 && due.every(({ from }) => from.kind !== 'request') ? 'the earlier of: ' : '';
  return `${earliest}${clocks}${shift === undefined ? '' : '; on a day off, noon of the next working day'}`;
}

const knownWords = (legal: Legal) => (isUnverified(legal) ? `**${legal.evidence}**` : legal.evidence);
const basis = ({ cite, note }: Legal) => (note === undefined ? cite : `${cite}. ${note}`);

function owedWords({ duty, owedWhen, unlessNot = [], condition, isOnRequest }: Stage): string {
  if (duty === 'voluntary') return 'never: voluntary';
  const parts = [
    ...(owedWhen.length === 0 ? [] : [`decided: ${owedWhen.map(words).join(', ')}`]),
    ...unlessNot.map((outcome) => `unless decided: not ${words(outcome)}`),
    ...(condition === undefined ? [] : ['a condition holds']),
    ...(isOnRequest === true ? ['asked for'] : []),
  ];
  const who = duty === 'expected' ? 'expected of the authority' : 'always';
  return parts.length === 0 ? who : parts.join('; ');
}

function regimeBlocks(regime: Regime, printed: Set<string>): readonly string[] {
  const { id, name, version, jurisdiction, validFrom, validUntil, legal, applies, criteria, outcomes } =
    regime;
  const until = validUntil === null ? '' : ` until ${validUntil}`;
  // A national act keeps most lines of the directive: each is printed where it comes first.
  const own = criteria.filter((line) => !printed.has(line.id));
  for (const line of own) printed.add(line.id);
  const lines = [
    ...own,
    ...outcomes.map((outcome) => ({ ...outcome, id: `decision: ${words(outcome.id)}` })),
  ];
  return [
    `## ${name}`,
    `${code(id)}, version ${version}, ${jurisdiction}. Law from ${validFrom}${until}. ${basis(legal)} (${knownWords(legal)}). Reaches an organisation by ${basis(applies.legal)} (${knownWords(applies.legal)}).`,
    table(
      ['Stage', 'Kind', 'Owed when', 'Due', 'To', 'Basis', 'Known'],
      regime.stages.map((stage) => [
        code(stage.id),
        words(stage.kind),
        owedWords(stage),
        dueWords(stage),
        stage.recipient,
        basis(stage.legal),
        knownWords(stage.legal),
      ]),
    ),
    ...(own.length === criteria.length ? [] : ['Its other lines stand above, where they come first.']),
    ...(lines.length === 0
      ? []
      : [
          table(
            ['Line', 'Says', 'Basis', 'Known'],
            lines.map((line) => [code(line.id), line.says, basis(line.legal), knownWords(line.legal)]),
          ),
        ]),
  ];
}

/** Every regime with every stage and line, and how well each is known: what is not verified stands in bold. */
export function regimesPage(regimes: readonly Regime[], calendars: readonly HolidayCalendar[]): string {
  const printed = new Set<string>();
  return page('Regimes', [
    'What the desk knows of the law. `primary` was read in the act, `secondary` in an authority’s page or a professional note; **recalled** was not found in a source, and on what is **unsettled** sources are silent or contradict each other. Ask a lawyer before you lean on either of the last two.',
    'A rule proposes; a person decides. No clock runs before that. Hours are instants, days and months keep the wall clock of the organisation ([decision 0020](../decisions/0020-a-clock-runs-by-the-strict-reading.md)).',
    ...regimes.flatMap((regime) => regimeBlocks(regime, printed)),
    '## Bank holidays',
    'They move limits only where an act says so. Days somebody could doubt are left out ([decision 0029](../decisions/0029-bank-holidays-are-rules-of-our-own.md)).',
    table(
      ['State', 'Basis', 'Known'],
      calendars.map(({ state, legal }) => [state, basis(legal), knownWords(legal)]),
    ),
  ]);
}
