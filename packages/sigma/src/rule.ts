// SPDX-License-Identifier: Apache-2.0
import { type Document, isNode, LineCounter, parseAllDocuments } from 'yaml';
import { type Identifiers, readCondition } from './condition.ts';
import { type Placeholders, readSearch } from './detection.ts';
import type { Expression } from './predicate.ts';
import { type RuleProblem, RuleRefused } from './rule-problem.ts';
import { isSigmaLevel, type SigmaLevel } from './rule-words.ts';

/** What a rule is about: each part may be absent, and then any will do. */
export interface Logsource {
  readonly category: string | null;
  readonly product: string | null;
  readonly service: string | null;
}

/** A rule, read and compiled. */
export interface SigmaRule {
  /** Its UUID, or its title where it has none. */
  readonly id: string;
  readonly title: string;
  readonly name: string | null;
  readonly level: SigmaLevel | null;
  readonly status: string | null;
  readonly author: string | null;
  readonly tags: readonly string[];
  readonly logsource: Logsource;
  /** What it asks; several conditions count as one of them. */
  readonly expression: Expression;
}

/** The rules of a text, and why others of it were refused. */
export interface ReadRules {
  readonly rules: readonly SigmaRule[];
  readonly problems: readonly RuleProblem[];
}

const TEXT_CHARACTERS_MAX = 1_000_000;
/** Aliases multiply: a text of a few lines may otherwise mean gigabytes. */
const ALIASES_MAX = 100;

type Fields = Readonly<Record<string, unknown>>;
const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textAt = (fields: Fields, key: string): string | null => {
  const value = Object.hasOwn(fields, key) ? fields[key] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
};

/**
 * Reads the rules of a YAML text, one or many documents. A document that does not hold is refused as a whole, with
 * its place in the text; the others are read.
 *
 * @param placeholders values for `%name%`; a rule that expands one without a value is refused
 *
 * @example
 * ```ts
 * readRules('title: T\nlogsource: { product: linux }\ndetection: { a: [su], condition: a }').rules.length; // 1
 * ```
 */
export function readRules(text: string, placeholders: Placeholders = {}): ReadRules {
  const rules: SigmaRule[] = [];
  const problems: RuleProblem[] = [];
  if (text.length > TEXT_CHARACTERS_MAX) {
    const detail = `${text.length} characters are more than ${TEXT_CHARACTERS_MAX}`;
    return { rules, problems: [{ problem: 'yaml.too_large', detail, line: null, column: null }] };
  }
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, logLevel: 'silent', prettyErrors: false });
  let template: Fields = {};
  let previous: Fields = {};
  for (const document of documents) {
    try {
      const fields = fieldsOf(document);
      if (fields === null) continue;
      const action = textAt(fields, 'action');
      if (action === 'global') {
        template = without(fields, 'action');
      } else if (action === 'reset') {
        template = {};
      } else if (action === null || action === 'repeat') {
        const base = action === 'repeat' ? merged(previous, without(fields, 'action')) : fields;
        previous = base;
        rules.push(readRule(merged(base, template), placeholders));
      } else {
        throw new RuleRefused('action.unknown', `"${action.slice(0, 40)}" is no action`, ['action']);
      }
    } catch (error) {
      if (!(error instanceof RuleRefused)) throw error;
      problems.push({ problem: error.code, detail: error.message, ...placeOf(document, error.path, lines) });
    }
  }
  return { rules, problems };
}

/** The content of a document; null for one without any, such as behind a last `---`. */
function fieldsOf(document: Document.Parsed): Fields | null {
  const [wrong] = document.errors;
  if (wrong !== undefined) throw new RuleRefused('yaml.not_valid', wrong.message.split('\n', 1)[0] as string);
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: ALIASES_MAX });
  } catch (error) {
    throw new RuleRefused('yaml.not_valid', error instanceof Error ? error.message : String(error));
  }
  if (content === null || content === undefined) return null;
  if (!isMap(content)) throw new RuleRefused('rule.not_a_map', 'a rule is a map of fields');
  return content;
}

function placeOf(
  document: Document.Parsed,
  path: readonly (string | number)[],
  lines: LineCounter,
): { line: number | null; column: number | null } {
  const [wrong] = document.errors;
  let at: number | undefined = wrong?.pos[0];
  for (let depth = path.length; at === undefined && depth >= 0; depth -= 1) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node)) at = node.range?.[0];
  }
  if (at === undefined) return { line: null, column: null };
  const { line, col } = lines.linePos(at);
  return { line, column: col };
}

const without = (fields: Fields, key: string): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));

/** Merges maps into one another; the second wins. */
function merged(one: Fields, other: Fields): Fields {
  const whole = new Map(Object.entries(one));
  for (const [key, value] of Object.entries(other)) {
    const before = whole.get(key);
    whole.set(key, isMap(before) && isMap(value) ? merged(before, value) : value);
  }
  return Object.fromEntries(whole);
}

function readRule(fields: Fields, placeholders: Placeholders): SigmaRule {
  for (const kind of ['correlation', 'filter'] as const) {
    if (Object.hasOwn(fields, kind)) {
      throw new RuleRefused('document.not_supported', `a ${kind} is not evaluated here`, [kind]);
    }
  }
  const title = textAt(fields, 'title');
  if (title === null || title.trim() === '')
    throw new RuleRefused('rule.title_missing', 'a rule has a title');
  const level = textAt(fields, 'level');
  const tags = fields['tags'];
  return {
    id: textAt(fields, 'id') ?? title,
    title,
    name: textAt(fields, 'name'),
    level: level !== null && isSigmaLevel(level) ? level : null,
    status: textAt(fields, 'status'),
    author: textAt(fields, 'author'),
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    logsource: readLogsource(fields['logsource']),
    expression: readDetection(fields['detection'], placeholders),
  };
}

function readLogsource(given: unknown): Logsource {
  if (!isMap(given)) throw new RuleRefused('logsource.missing', 'a rule has a log source', ['logsource']);
  const part = (key: string) => textAt(given, key)?.toLowerCase() ?? null;
  const logsource = { category: part('category'), product: part('product'), service: part('service') };
  if (Object.values(logsource).every((each) => each === null)) {
    throw new RuleRefused('logsource.missing', 'a log source has a category, a product or a service', [
      'logsource',
    ]);
  }
  return logsource;
}

function readDetection(given: unknown, placeholders: Placeholders): Expression {
  if (!isMap(given)) throw new RuleRefused('detection.missing', 'a rule has a detection', ['detection']);
  const identifiers = new Map<string, Expression>();
  for (const [name, search] of Object.entries(given)) {
    if (name === 'condition' || name === 'timeframe') continue;
    identifiers.set(name, readSearch(search, placeholders, ['detection', name]));
  }
  if (identifiers.size === 0)
    throw new RuleRefused('detection.empty', 'a detection searches for something', ['detection']);
  const condition = Object.hasOwn(given, 'condition') ? given['condition'] : undefined;
  const conditions = Array.isArray(condition) ? condition : condition === undefined ? [] : [condition];
  if (conditions.length === 0)
    throw new RuleRefused('condition.missing', 'a detection has a condition', ['detection']);
  const of = conditions.map((each) => conditionOf(each, identifiers));
  return of.length === 1 ? (of[0] as Expression) : { kind: 'or', of };
}

function conditionOf(condition: unknown, identifiers: Identifiers): Expression {
  const path = ['detection', 'condition'];
  if (typeof condition !== 'string')
    throw new RuleRefused('condition.not_valid', 'a condition is a text', path);
  try {
    return readCondition(condition, identifiers);
  } catch (error) {
    throw error instanceof RuleRefused ? new RuleRefused(error.code, error.message, path) : error;
  }
}
