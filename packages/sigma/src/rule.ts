// SPDX-License-Identifier: Apache-2.0
import { type Document, isNode, LineCounter, parseAllDocuments } from 'yaml';
import type { Identifiers } from './condition.ts';
import { type CorrelationRule, readCorrelation } from './correlation.ts';
import { type Placeholders, type Reading, reading } from './detection.ts';
import { readFilter, type SigmaFilter } from './filter.ts';
import { isMap } from './is-map.ts';
import type { Expression } from './predicate.ts';
import {
  conditionAt,
  type Fields,
  type Heading,
  type Logsource,
  ownAt,
  readHeading,
  readLogsource,
  readSearches,
  textAt,
} from './rule-fields.ts';
import { type RuleProblem, RuleRefused } from './rule-problem.ts';

/** A rule, read and compiled. */
export interface SigmaRule extends Heading {
  readonly logsource: Logsource;
  /** What it asks; several conditions count as one of them. */
  readonly expression: Expression;
  /** Its searches by name, as its condition takes them: to tell which of them hold. */
  readonly searches: Identifiers;
}

/** What a text holds, and why other documents of it were refused. Filters are not applied yet, and correlations not linked. */
export interface ReadRules {
  readonly rules: readonly SigmaRule[];
  readonly filters: readonly SigmaFilter[];
  readonly correlations: readonly CorrelationRule[];
  readonly problems: readonly RuleProblem[];
}

const TEXT_CHARACTERS_MAX = 1_000_000;
/** Aliases multiply: a text of a few lines may otherwise mean gigabytes. */
const ALIASES_MAX = 100;

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
  const filters: SigmaFilter[] = [];
  const correlations: CorrelationRule[] = [];
  const problems: RuleProblem[] = [];
  if (text.length > TEXT_CHARACTERS_MAX) {
    const detail = `${text.length} characters are more than ${TEXT_CHARACTERS_MAX}`;
    return {
      rules,
      filters,
      correlations,
      problems: [{ problem: 'yaml.too_large', detail, line: null, column: null }],
    };
  }
  const from = reading(placeholders);
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
        // A template is for rules: what else a file holds stays as it was written.
        const kind = kindOf(base);
        if (kind === 'filter') filters.push(readFilter(base, from));
        else if (kind === 'correlation') correlations.push(readCorrelation(base));
        else rules.push(readRule(merged(base, template), from));
      } else {
        throw new RuleRefused('action.unknown', `"${action.slice(0, 40)}" is no action`, ['action']);
      }
    } catch (error) {
      if (!(error instanceof RuleRefused)) throw error;
      problems.push({ problem: error.code, detail: error.message, ...placeOf(document, error.path, lines) });
    }
  }
  return { rules, filters, correlations, problems };
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

function kindOf(fields: Fields): 'rule' | 'correlation' | 'filter' {
  const kinds = (['correlation', 'filter'] as const).filter((kind) => Object.hasOwn(fields, kind));
  const [kind, other] = kinds;
  if (other !== undefined || (kind !== undefined && Object.hasOwn(fields, 'detection'))) {
    throw new RuleRefused('document.not_supported', 'a document is one of rule, correlation, filter', [
      kind as string,
    ]);
  }
  return kind ?? 'rule';
}

function readRule(fields: Fields, from: Reading): SigmaRule {
  return {
    ...readHeading(fields),
    logsource: readLogsource(ownAt(fields, 'logsource')),
    ...readDetection(ownAt(fields, 'detection'), from),
  };
}

function readDetection(given: unknown, from: Reading): Pick<SigmaRule, 'expression' | 'searches'> {
  if (!isMap(given)) throw new RuleRefused('detection.missing', 'a rule has a detection', ['detection']);
  const searches = readSearches(given, ['condition', 'timeframe'], from, ['detection']);
  const condition = ownAt(given, 'condition');
  const conditions = Array.isArray(condition) ? condition : condition === undefined ? [] : [condition];
  if (conditions.length === 0)
    throw new RuleRefused('condition.missing', 'a detection has a condition', ['detection']);
  const of = conditions.map((each) => conditionAt(each, searches, ['detection', 'condition']));
  return { searches, expression: of.length === 1 ? (of[0] as Expression) : { kind: 'or', of } };
}
