// SPDX-License-Identifier: Apache-2.0
import {
  asLanguage,
  cutText,
  type DetectionLevel,
  type Language,
  limits,
  storableText,
} from '@belfry/contract';
import { harmlessCases, readRules } from '@belfry/sigma';
import type { ReportContent } from '../reports/index.ts';
import type { ReportedFinding } from './take-hits.ts';

/** What Belfry itself says in the report of a finding; the rest are words of the rule and values of the log. */
interface Words {
  many(title: string): string;
  seen(title: string, count: number): string;
  between(first: string, last: string): string;
  readonly where: string;
  readonly source: string;
  readonly person: string;
  /** Fields whose names say nothing to who has never seen a log. */
  readonly fields: Readonly<Record<string, string>>;
  readonly none: string;
  manyWhy(ofRuleMax: number, ofAllMax: number): string;
  readonly about: string;
  rule(title: string, level: string, techniques: string): string;
  readonly levels: Readonly<Record<DetectionLevel, string>>;
  severity(word: string): string;
  readonly severities: Readonly<Record<'critical' | 'important' | 'medium' | 'low', string>>;
  readonly look: string;
  readonly entries: string;
  readonly falsePositives: string;
  readonly note: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    many: (title) => `${title}: many different cases`,
    seen: (title, count) =>
      `A rule found this in the logbook, ${count === 1 ? 'once' : `${count} times`} so far: ${title}.`,
    between: (first, last) => (first === last ? `When: ${first}` : `First: ${first}\nLast: ${last}`),
    where: 'Where:',
    source: 'Source',
    person: 'Person',
    fields: { host: 'Host', user: 'Account', src_ip: 'From address' },
    none: 'not told',
    manyWhy: (max, all) =>
      `The rule told of more than ${max} different cases within an hour, or all rules together of more than ${all}. Those beyond are gathered here, as one: either a lot is going on, or the rule is too broad.`,
    about: 'What the rule looks for:',
    rule: (title, level, techniques) =>
      `Rule: ${title}; level: ${level}${techniques === '' ? '' : `; techniques: ${techniques}`}`,
    levels: {
      informational: 'informational',
      low: 'low',
      medium: 'medium',
      high: 'high',
      critical: 'critical',
    },
    severity: (word) => `Severity suggested by the level of the rule: ${word}`,
    severities: { critical: 'critical', important: 'important', medium: 'medium', low: 'low' },
    look: 'What to look at:',
    entries: 'the entries of the logbook behind the finding, and other findings of the same source',
    falsePositives: 'whether it is one of the known harmless cases:',
    note: 'Note:',
  },
  nl: {
    many: (title) => `${title}: veel verschillende gevallen`,
    seen: (title, count) =>
      `Een regel vond dit in het logboek, tot nu toe ${count === 1 ? 'één keer' : `${count} keer`}: ${title}.`,
    between: (first, last) => (first === last ? `Wanneer: ${first}` : `Eerste: ${first}\nLaatste: ${last}`),
    where: 'Waar:',
    source: 'Bron',
    person: 'Persoon',
    fields: { host: 'Systeem', user: 'Account', src_ip: 'Van adres' },
    none: 'niet vermeld',
    manyWhy: (max, all) =>
      `De regel meldde binnen een uur meer dan ${max} verschillende gevallen, of alle regels samen meer dan ${all}. Wat daarbovenop komt, staat hier samen: ofwel is er veel aan de hand, ofwel is de regel te ruim.`,
    about: 'Waar de regel naar zoekt:',
    rule: (title, level, techniques) =>
      `Regel: ${title}; niveau: ${level}${techniques === '' ? '' : `; technieken: ${techniques}`}`,
    levels: { informational: 'informatief', low: 'laag', medium: 'matig', high: 'hoog', critical: 'kritiek' },
    severity: (word) => `Ernst volgens het niveau van de regel: ${word}`,
    severities: { critical: 'kritiek', important: 'belangrijk', medium: 'matig', low: 'laag' },
    look: 'Wat te bekijken:',
    entries: 'de logregels achter de bevinding, en andere bevindingen van dezelfde bron',
    falsePositives: 'of het een van de bekende onschuldige gevallen is:',
    note: 'Nota:',
  },
  fr: {
    many: (title) => `${title} : de nombreux cas différents`,
    seen: (title, count) =>
      `Une règle a trouvé ceci dans le journal, ${count === 1 ? 'une fois' : `${count} fois`} jusqu’ici : ${title}.`,
    between: (first, last) =>
      first === last ? `Quand : ${first}` : `Première fois : ${first}\nDernière fois : ${last}`,
    where: 'Où :',
    source: 'Source',
    person: 'Personne',
    fields: { host: 'Machine', user: 'Compte', src_ip: 'Depuis l’adresse' },
    none: 'non indiqué',
    manyWhy: (max, all) =>
      `La règle a signalé plus de ${max} cas différents en une heure, ou toutes les règles ensemble plus de ${all}. Les suivants sont réunis ici : soit il se passe beaucoup de choses, soit la règle est trop large.`,
    about: 'Ce que cherche la règle :',
    rule: (title, level, techniques) =>
      `Règle : ${title} ; niveau : ${level}${techniques === '' ? '' : ` ; techniques : ${techniques}`}`,
    levels: {
      informational: 'informatif',
      low: 'faible',
      medium: 'moyen',
      high: 'élevé',
      critical: 'critique',
    },
    severity: (word) => `Gravité suggérée par le niveau de la règle : ${word}`,
    severities: { critical: 'critique', important: 'importante', medium: 'moyenne', low: 'faible' },
    look: 'Ce qu’il faut regarder :',
    entries: 'les entrées du journal derrière la constatation, et les autres constatations de la même source',
    falsePositives: 's’il s’agit d’un des cas anodins connus :',
    note: 'Note :',
  },
  de: {
    many: (title) => `${title}: viele verschiedene Fälle`,
    seen: (title, count) =>
      `Eine Regel hat dies im Logbuch gefunden, bisher ${count === 1 ? 'einmal' : `${count}-mal`}: ${title}.`,
    between: (first, last) => (first === last ? `Wann: ${first}` : `Zuerst: ${first}\nZuletzt: ${last}`),
    where: 'Wo:',
    source: 'Quelle',
    person: 'Person',
    fields: { host: 'System', user: 'Konto', src_ip: 'Von Adresse' },
    none: 'nicht angegeben',
    manyWhy: (max, all) =>
      `Die Regel meldete binnen einer Stunde mehr als ${max} verschiedene Fälle, oder alle Regeln zusammen mehr als ${all}. Was darüber hinausgeht, ist hier versammelt: Entweder ist viel los, oder die Regel ist zu weit gefasst.`,
    about: 'Wonach die Regel sucht:',
    rule: (title, level, techniques) =>
      `Regel: ${title}; Stufe: ${level}${techniques === '' ? '' : `; Techniken: ${techniques}`}`,
    levels: {
      informational: 'informativ',
      low: 'niedrig',
      medium: 'mittel',
      high: 'hoch',
      critical: 'kritisch',
    },
    severity: (word) => `Schweregrad laut Stufe der Regel: ${word}`,
    severities: { critical: 'kritisch', important: 'wichtig', medium: 'mittel', low: 'niedrig' },
    look: 'Was anzusehen ist:',
    entries: 'die Einträge des Logbuchs hinter dem Befund, und andere Befunde derselben Quelle',
    falsePositives: 'ob es einer der bekannten harmlosen Fälle ist:',
    note: 'Notiz:',
  },
};

const severityOf: Readonly<Record<DetectionLevel, keyof Words['severities']>> = {
  informational: 'low',
  low: 'low',
  medium: 'medium',
  high: 'important',
  critical: 'critical',
};

/** What the organisation wants a report of its own machines to read like. */
export interface ReportSetting {
  readonly language: string;
  readonly timeZone: string;
  readonly publicUrl: string;
  /** Names of sources of the logbook and of people, by identifier. */
  readonly sourceNames: ReadonlyMap<string, string>;
}

/**
 * A value of the log, or a title of a rule somebody handed in, in a line of ours. Whoever sends a line must not write
 * lines of the report, turn its text around, or speak to the terminal of who reads it.
 */
const inLine = (text: string) => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ').trim();
const inLines = (text: string) => text.split('\n').map(inLine).join('\n');

/** The report a finding opens: what was seen, where, how often, by which rule, and what to look at. */
export function reportOf(finding: ReportedFinding, setting: ReportSetting): ReportContent {
  const language = asLanguage(setting.language);
  const say = words[language];
  const { rule } = finding;
  const where = finding.key.map(([field, value]) => placeOf(field, value, setting, say));
  const told = rule.words?.[language];
  const title = inLine(told?.title ?? rule.title) || rule.sigmaId;
  const about = headingOf(rule.yaml);
  const said = told?.description ?? about.description;
  const description = said === null ? null : inLines(said);
  const places = where.map(({ shown }) => shown).filter((shown) => shown !== '');
  const summary = finding.isMany
    ? say.many(title)
    : `${title}${places.length === 0 ? '' : ` (${places.join(', ')})`}`;
  const paragraphs = [
    ...(finding.byHand?.note == null ? [] : [`${say.note} ${finding.byHand.note}`]),
    `${say.seen(title, finding.count)}\n${say.between(momentOf(finding.firstAt, setting, language), momentOf(finding.lastAt, setting, language))}`,
    ...(finding.isMany ? [say.manyWhy(limits.findingReportsPerRuleMax, limits.findingReportsMax)] : []),
    ...(where.length === 0
      ? []
      : [
          `${say.where}\n${where.map(({ name, shown }) => `${name}: ${shown === '' ? say.none : shown}`).join('\n')}`,
        ]),
    ...(description === null ? [] : [`${say.about}\n${description}`]),
    `${say.rule(inLine(rule.title), say.levels[finding.level], rule.techniques.join(', '))}\n${say.severity(say.severities[severityOf[finding.level]])}`,
    [
      say.look,
      `- ${say.entries}: ${setting.publicUrl}/findings/${finding.reference}`,
      ...(about.falsePositives.length === 0
        ? []
        : [`- ${say.falsePositives} ${about.falsePositives.map(inLine).join('; ')}`]),
    ].join('\n'),
  ];
  return {
    summary: cutText(storableText(summary), limits.summaryCharactersMax),
    description: cutText(storableText(paragraphs.join('\n\n')), limits.textCharactersMax),
    kind: 'incident',
    category: null,
    noticedAt: finding.lastAt,
    ongoing: 'unknown',
    anonymous: false,
    language,
    reporter: {
      name: cutText(storableText(title), limits.titleCharactersMax),
      email: null,
      phone: null,
    },
    files: [],
  };
}

/** How the timeline of an incident tells a finding, unless somebody says it better. */
export function timelineTextOf(
  finding: Pick<ReportedFinding, 'reference' | 'key' | 'count' | 'firstAt' | 'lastAt'> & {
    readonly title: string;
  },
  setting: ReportSetting,
): string {
  const language = asLanguage(setting.language);
  const say = words[language];
  const where = finding.key.map(([field, value]) => placeOf(field, value, setting, say));
  const text = [
    `${finding.reference}: ${say.seen(inLine(finding.title), finding.count)}`,
    say.between(momentOf(finding.firstAt, setting, language), momentOf(finding.lastAt, setting, language)),
    ...where.map(({ name, shown }) => `${name}: ${shown === '' ? say.none : shown}`),
  ].join('\n');
  return cutText(storableText(text), limits.textCharactersMax);
}

function placeOf(
  field: string,
  value: string,
  setting: ReportSetting,
  say: Words,
): { name: string; shown: string } {
  if (field === 'source') {
    return { name: say.source, shown: inLine(setting.sourceNames.get(value) ?? value) };
  }
  if (field === 'actor.id') {
    return { name: say.person, shown: inLine(setting.sourceNames.get(value) ?? value) };
  }
  return {
    name: (Object.hasOwn(say.fields, field) ? say.fields[field] : undefined) ?? inLine(field),
    shown: inLine(value),
  };
}

function momentOf(at: Date, { timeZone }: ReportSetting, language: Language): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'medium',
    timeStyle: 'long',
    timeZone,
  }).format(at);
}

/** What the rule says of itself; a document that reads no more says nothing. */
function headingOf(yaml: string): { description: string | null; falsePositives: readonly string[] } {
  const { correlations, rules } = readRules(yaml);
  const heading = correlations[0] ?? rules[0];
  return {
    description: heading?.description ?? null,
    falsePositives: harmlessCases(heading?.falsePositives ?? []),
  };
}
