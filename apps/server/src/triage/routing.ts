// SPDX-License-Identifier: Apache-2.0
import type { Report, RoutingRule } from '@belfry/contract';

/** What rules may ask of a report: as it arrives, or as it lies there. */
export interface Routable {
  readonly channel: Report['channel'];
  readonly kind: Report['kind'];
  readonly category: string | null;
  readonly summary: string;
  readonly description: string | null;
  readonly language: string;
  readonly anonymous: boolean;
  readonly ongoing: Report['ongoing'];
  readonly senderEmail: string | null;
  readonly senderPhone: string | null;
  readonly cameThrough: string | null;
}

type Conditions = RoutingRule['conditions'];
type Holds = (report: Routable, words: () => string) => boolean;

export interface Matcher {
  /** The first rule whose conditions hold. */
  first(report: Routable): RoutingRule | null;
  /** Every rule whose conditions hold, in order: the first of them decides. */
  all(report: Routable): RoutingRule[];
}

/** Letters that Unicode does not take apart into a base and an accent. */
const alone: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ı: 'i' };

/**
 * Words one blank apart, with one at either end: ` faktuur dringend `. A word is then found by looking for it with
 * its blanks, which takes time in proportion to the text whatever was written; nobody's pattern is ever run.
 */
export function foldedWords(text: string): string {
  const folded = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøđłı]/g, (letter) => alone[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return ` ${folded} `;
}

/** What to look for among folded words; `phish*` is the beginning of a word. Null when no letter is left. */
function needleOf(term: string): string | null {
  const words = foldedWords(term);
  if (words.trim() === '') {
    return null;
  }
  return term.trimEnd().endsWith('*') ? words.slice(0, -1) : words;
}

function needlesOf(terms: readonly string[]): string[] {
  return terms.map(needleOf).filter((needle) => needle !== null);
}

function wordsHold({ wordMode, words }: Conditions): Holds | null {
  if (words.length === 0) {
    return null;
  }
  const single = (term: string) => term.split(/\s+/).filter((word) => word !== '');
  const needles = needlesOf(wordMode === 'phrase' ? words : words.flatMap(single));
  if (needles.length === 0) {
    // Terms of punctuation only: asked for, and never there.
    return () => false;
  }
  return wordMode === 'all'
    ? (_report, text) => needles.every((needle) => text().includes(needle))
    : (_report, text) => needles.some((needle) => text().includes(needle));
}

const PHONE_DIGITS_COMPARED = 8;
const digitsOf = (phone: string): string => phone.replace(/\D/g, '');

/** A mail address, a domain with what lies below it, or a telephone number by its last eight digits. */
function senderHolds(term: string): (report: Routable) => boolean {
  const wanted = term.trim().toLowerCase();
  const at = wanted.lastIndexOf('@');
  if (at > 0) {
    return ({ senderEmail }) => senderEmail?.toLowerCase() === wanted;
  }
  const digits = digitsOf(wanted);
  if (at === -1 && /^[+\d\s()./-]+$/.test(wanted) && digits.length >= PHONE_DIGITS_COMPARED) {
    const last = digits.slice(-PHONE_DIGITS_COMPARED);
    return ({ senderPhone }) => senderPhone !== null && digitsOf(senderPhone).endsWith(last);
  }
  const domain = wanted.slice(at + 1).replace(/^\*?\./, '');
  return ({ senderEmail }) => {
    const host = senderEmail?.toLowerCase().split('@').at(-1);
    return domain !== '' && host !== undefined && (host === domain || host.endsWith(`.${domain}`));
  };
}

/** All conditions that are given, the cheap ones first: words are folded only when the rest holds. */
function compiled(conditions: Conditions): Holds {
  const { anonymous } = conditions;
  const senders = conditions.senders.map(senderHolds);
  const ways = conditions.cameThrough.map((way) => way.trim().toLowerCase());
  const words = wordsHold(conditions);
  const isIn = <T>(list: readonly T[], value: T) => list.length === 0 || list.includes(value);
  const checks: Holds[] = [
    (report) => isIn(conditions.channels, report.channel),
    (report) => isIn<string>(conditions.kinds, report.kind),
    (report) => conditions.categories.length === 0 || conditions.categories.includes(report.category ?? ''),
    (report) => isIn<string>(conditions.languages, report.language),
    (report) => anonymous === null || report.anonymous === anonymous,
    (report) => isIn(conditions.ongoing, report.ongoing),
    (report) => senders.length === 0 || senders.some((holds) => holds(report)),
    (report) => ways.length === 0 || ways.includes(report.cameThrough?.trim().toLowerCase() ?? ''),
    ...(words === null ? [] : [words]),
  ];
  return (report, text) => checks.every((holds) => holds(report, text));
}

/** Prepares rules once, for many reports. Total: any report and any rules give an answer. */
export function matcherOf(rules: readonly RoutingRule[]): Matcher {
  const ready = rules.filter((rule) => rule.isOn).map((rule) => ({ rule, holds: compiled(rule.conditions) }));
  const questionsOf = (report: Routable) => {
    let folded: string | null = null;
    const text = () => {
      folded ??= `${foldedWords(report.summary)}${foldedWords(report.description ?? '')}`;
      return folded;
    };
    return ({ holds }: { holds: Holds }) => holds(report, text);
  };
  // Directive (EU) 2019/1937 Art. 16: no rule looks at a whistle-blower's report.
  const isApart = (report: Routable) => report.kind === 'whistleblowing';
  return {
    first: (report) => (isApart(report) ? null : (ready.find(questionsOf(report))?.rule ?? null)),
    all: (report) => (isApart(report) ? [] : ready.filter(questionsOf(report)).map(({ rule }) => rule)),
  };
}
