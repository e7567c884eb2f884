// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { DetectionLevel, DetectionRuleKind, Language, RuleRefusal } from '@belfry/contract';
import { detectionStatuses, limits } from '@belfry/contract';
import { type Placeholders, readRules } from '@belfry/sigma';
import { type RuleExtras, readRuleExtras } from '../log/index.ts';

/** A document of Sigma as the library keeps it: what was read of it, and why it cannot be used. */
export interface RuleDocument {
  readonly kind: DetectionRuleKind;
  readonly sigmaId: string;
  readonly path: string;
  readonly title: string;
  /** Titles in other languages, where it has them. */
  readonly titles: Readonly<Partial<Record<Language, string>>>;
  readonly name: string | null;
  /** Of a correlation: identifiers or names of what it counts; of a filter: of what it is about, none for any rule. */
  readonly refers: readonly string[];
  readonly level: DetectionLevel | null;
  readonly status: (typeof detectionStatuses)[number] | null;
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
  readonly tags: readonly string[];
  readonly author: string | null;
  readonly yaml: string;
  readonly digest: string;
  /** Line and column are those of `yaml`. */
  readonly refusal: RuleRefusal | null;
  /** Whether it carries samples, which are run once everything it stands on is read. */
  readonly hasSamples: boolean;
}

/** A document in the text of its file. */
export interface DocumentText {
  readonly yaml: string;
  /** Line of the file `yaml` begins in, from 1; 0 where it was put together. */
  readonly startLine: number;
}

/**
 * Takes the text of a file apart. Three dashes at the beginning of a line part documents wherever they stand: YAML
 * allows them nowhere else, not even inside of a block of text. A template (`action: global`) is put before each
 * document it is for, so that every document can be kept and read by itself.
 */
export function splitDocuments(text: string): DocumentText[] {
  const parts: DocumentText[] = [];
  let lines: string[] = [];
  let startLine = 1;
  const end = (nextLine: number) => {
    const yaml = lines.join('\n').trimEnd();
    // Only comments: the head of a file, or the end behind the last dashes.
    if (lines.some((line) => /^\s*[^#\s]/.test(line))) parts.push({ yaml: `${yaml}\n`, startLine });
    lines = [];
    startLine = nextLine;
  };
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(line)) {
      end(index + 2);
      const rest = line.slice(3).trim();
      if (rest !== '' && !rest.startsWith('#')) lines.push(rest);
      if (lines.length > 0) startLine = index + 1;
    } else {
      lines.push(line);
    }
  }
  end(0);
  return withTemplates(parts);
}

const actionOf = (yaml: string) => /^action\s*:\s*["']?(\w+)/m.exec(yaml)?.[1] ?? null;

/** Half a file of templates and half a file of small documents would become a file for each document. */
const unfolded: DocumentText = {
  yaml: `title: More documents under a template\n# beyond ${limits.ruleFileBytesMax} characters with their templates: not read\n`,
  startLine: 0,
};

function withTemplates(parts: readonly DocumentText[]): DocumentText[] {
  if (!parts.some(({ yaml }) => actionOf(yaml) !== null)) return [...parts];
  const found: DocumentText[] = [];
  let template: string | null = null;
  let unfoldedCharacters = 0;
  for (const part of parts) {
    const action = actionOf(part.yaml);
    if (action === 'global') template = part.yaml;
    else if (action === 'reset') template = null;
    else if (template === null) found.push(part);
    else {
      unfoldedCharacters += template.length + part.yaml.length;
      if (unfoldedCharacters > limits.ruleFileBytesMax) return [...found, unfolded];
      found.push({ yaml: `${template}---\n${part.yaml}`, startLine: 0 });
    }
  }
  return found;
}

/** Whether a text looks like a document of Sigma at all: a checkout holds other YAML too. */
export function looksLikeRule(yaml: string): boolean {
  return (
    /^(?:title|logsource|detection|correlation|filter|action)[ \t]*:/m.test(yaml) ||
    yaml.trimStart().startsWith('{')
  );
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Reads one document. It never throws: what cannot be used is refused with its place, and kept as it was written. */
export function readDocument(yaml: string, path: string, placeholders: Placeholders): RuleDocument {
  const read = readRules(yaml, placeholders);
  const found = [...read.rules, ...read.correlations, ...read.filters];
  const [first] = found;
  const problem = read.problems[0];
  if (first === undefined || problem !== undefined || found.length > 1) {
    const several = { problem: 'document.not_supported', detail: 'it holds more than one rule, or none' };
    const { detail, problem: code, ...place } = problem ?? { ...several, line: null, column: null };
    return refusedDocument(yaml, path, { code, detail, ...place });
  }
  const [correlation] = read.correlations;
  const [filter] = read.filters;
  const [rule] = read.rules;
  const heading = rule ?? correlation;
  const logsource = (rule ?? filter)?.logsource;
  const extras = heading === undefined ? null : readRuleExtras(heading.custom);
  const isRefused = extras !== null && 'refused' in extras;
  return {
    kind: filter !== undefined ? 'filter' : correlation !== undefined ? 'correlation' : 'rule',
    sigmaId: bounded(first.id),
    path,
    title: bounded(first.title),
    titles: extras === null || 'refused' in extras ? {} : titlesOf(extras.words),
    name: stored(first.name),
    refers: (correlation?.rules ?? filter?.rules ?? []).map(bounded),
    level: heading?.level ?? null,
    status: detectionStatuses.find((known) => known === heading?.status) ?? null,
    product: stored(logsource?.product),
    category: stored(logsource?.category),
    service: stored(logsource?.service),
    tags: (heading?.tags ?? []).map(bounded),
    author: stored(heading?.author),
    yaml,
    digest: digestOf(yaml),
    refusal: isRefused
      ? {
          code: 'document.extras_not_valid',
          detail: bounded(extras.refused),
          line: lineOf(yaml, 'belfry'),
          column: 1,
        }
      : null,
    hasSamples:
      extras !== null &&
      !('refused' in extras) &&
      extras.samples.matches.length + extras.samples.misses.length > 0,
  };
}

const noLogsource = { product: null, category: null, service: null };

const TITLE_CHARACTERS_MAX = 500;
/** Escapes of YAML can write what no database holds. */
const bounded = (text: string) => text.slice(0, TITLE_CHARACTERS_MAX).replaceAll('\0', ' ').toWellFormed();

const titlesOf = (words: RuleExtras['words']): RuleDocument['titles'] =>
  Object.fromEntries(Object.entries(words).map(([language, { title }]) => [language, bounded(title)]));

const stored = (text: string | null | undefined) =>
  text === null || text === undefined ? null : bounded(text);

/** What is refused still has a name to be found by, as far as its text tells one. */
function refusedDocument(yaml: string, path: string, refusal: RuleRefusal): RuleDocument {
  const lines = yaml.split('\n');
  const written = (key: string) => writtenIn(lines, key);
  const title = bounded(written('title') ?? path);
  const kind = /^correlation\s*:/m.test(yaml) ? 'correlation' : /^filter\s*:/m.test(yaml) ? 'filter' : 'rule';
  const level = written('level');
  const status = written('status');
  return {
    kind,
    sigmaId: bounded(written('id') ?? title),
    path,
    title,
    titles: {},
    name: null,
    refers: [],
    level: detectionLevelOf(level),
    status: detectionStatuses.find((known) => known === status) ?? null,
    ...noLogsource,
    tags: [],
    author: null,
    yaml,
    digest: digestOf(yaml),
    refusal: { ...refusal, detail: bounded(refusal.detail) },
    hasSamples: false,
  };
}

/** What a key says at the top of a text that may be no YAML at all; by hand, in time that grows with its length. */
function writtenIn(lines: readonly string[], key: string): string | null {
  for (const line of lines) {
    if (!line.startsWith(key)) continue;
    const rest = line.slice(key.length).trim();
    if (rest.startsWith(':')) return rest.slice(1).trim().replace(/^["']/, '').replace(/["']$/, '') || null;
  }
  return null;
}

const levels: readonly DetectionLevel[] = ['informational', 'low', 'medium', 'high', 'critical'];
const detectionLevelOf = (word: string | null) => levels.find((known) => known === word) ?? null;

/** Line of a key at the top of a document, from 1. */
function lineOf(yaml: string, key: string): number | null {
  const index = yaml.split('\n').findIndex((line) => line.startsWith(`${key}:`));
  return index === -1 ? null : index + 1;
}

const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/i;

/** ATT&CK techniques among the tags of a rule. */
export function techniquesOf(tags: readonly string[]): string[] {
  const found = tags.flatMap((tag) => TECHNIQUE.exec(tag)?.[1]?.toUpperCase() ?? []);
  return [...new Set(found)];
}

/** Clauses of the sources a rule serves, among its tags. */
export function clausesOf(tags: readonly string[]): string[] {
  return tags.flatMap((tag) => (/^belfry\.[a-z]+-?\d+$/i.test(tag) ? [tag.slice(7).toUpperCase()] : []));
}
