// SPDX-License-Identifier: Apache-2.0
import { base64, base64Offsets, utf8, utf16 } from './encoding.ts';
import { isMap } from './is-map.ts';
import { compileRegex } from './linear-regex.ts';
import { isSigmaModifier, modifierKind, type SigmaModifier } from './modifiers.ts';
import { readNetwork } from './network.ts';
import { ANY, lowered, opened, type Pattern, plainText, readPattern } from './pattern.ts';
import type { Comparison, DatePart, Expression, Place, Test } from './predicate.ts';
import { RegexRefused } from './regex-syntax.ts';
import { RuleRefused } from './rule-problem.ts';

/** Values the operator gives for `%name%`, for the modifier `expand`. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** What comes with a text of rules, and what room is left for what they unfold to. */
export interface Reading {
  readonly placeholders: Placeholders;
  testsLeft: number;
}

/** Comparisons all rules of one text unfold to: a few lines with dashes in every value are otherwise gigabytes. */
const TESTS_MAX = 200_000;
export const reading = (placeholders: Placeholders): Reading => ({ placeholders, testsLeft: TESTS_MAX });

type Path = readonly (string | number)[];
type Scalar = string | number | boolean | null;
const NESTING_MAX = 20;
/** Texts one value may unfold into, by dashes and placeholders together: five dashes at each of up to five places. */
const EXPANSIONS_MAX = 3_125;

const isScalar = (value: unknown): value is Scalar => value === null || typeof value !== 'object';

/** Compiles one search identifier: a map, a list of maps, keywords, or a mixture, which is a list of either. */
export function readSearch(value: unknown, from: Reading, path: Path, depth = 0): Expression {
  if (depth > NESTING_MAX)
    throw new RuleRefused('rule.too_deep', `a search nests deeper than ${NESTING_MAX}`, path);
  if (Array.isArray(value)) {
    if (value.length === 0) throw new RuleRefused('detection.empty', 'a search has no values', path);
    return joined(
      'or',
      value.map((each, index) => readSearch(each, from, [...path, index], depth + 1)),
    );
  }
  if (isMap(value)) {
    const items = Object.entries(value);
    if (items.length === 0) throw new RuleRefused('detection.empty', 'a search has no fields', path);
    return joined(
      'and',
      items.map(([key, of]) => readItem(key, of, from, [...path, key])),
    );
  }
  return readItem('', value, from, path);
}

function joined(kind: 'and' | 'or', of: Expression[]): Expression {
  return of.length === 1 ? (of[0] as Expression) : { kind, of };
}

/** The modifiers of one item, split by what they decide. */
interface Item {
  readonly field: string | null;
  readonly modifiers: readonly SigmaModifier[];
  readonly path: Path;
  readonly from: Reading;
}

const aliases: Readonly<Record<string, SigmaModifier>> = { ignorecase: 'i', multiline: 'm', dotall: 's' };

function readItem(key: string, value: unknown, from: Reading, path: Path): Expression {
  const [name = '', ...words] = key.split('|');
  const modifiers = words.map((word) => {
    const modifier = aliases[word] ?? word;
    if (!isSigmaModifier(modifier)) {
      throw new RuleRefused('modifier.unknown', `"${word.slice(0, 40)}" is no modifier of Sigma 2.1`, path);
    }
    return modifier;
  });
  const item: Item = { field: name === '' ? null : name, modifiers, path, from };
  checkCombination(item);
  if (isMap(value)) {
    throw new RuleRefused(
      'value.not_valid',
      'a field is compared with a value or a list, not with a map',
      path,
    );
  }
  const values = Array.isArray(value) ? value : [value];
  if (!values.every(isScalar))
    throw new RuleRefused('value.not_valid', 'a list of values holds values only', path);
  if (values.length === 0) throw new RuleRefused('detection.empty', 'a field has no values', path);
  const each = values.map((one) => {
    const tests = testsOf(item, one);
    from.testsLeft -= tests.length;
    if (from.testsLeft < 0) {
      throw new RuleRefused(
        'rule.too_large',
        `the rules of a text unfold into more than ${TESTS_MAX} values`,
        path,
      );
    }
    return oneOf(item, tests);
  });
  const whole = joined(modifiers.includes('all') ? 'and' : 'or', each);
  return modifiers.includes('neq') ? { kind: 'not', of: whole } : whole;
}

const expands = (test: Test, field: string | null): Expression => ({
  kind: 'is',
  predicate: { field, test },
});
const oneOf = (item: Item, tests: readonly Test[]) =>
  joined(
    'or',
    tests.map((test) => expands(test, item.field)),
  );

/** Refuses what the appendix does not allow together: such a rule means something its author did not write. */
function checkCombination({ field, modifiers, path }: Item): void {
  const has = (...wanted: SigmaModifier[]) => wanted.some((one) => modifiers.includes(one));
  const kinds = new Set(modifiers.map(modifierKind));
  const refuse = (why: string) => {
    throw new RuleRefused('modifier.not_combinable', why, path);
  };
  if (new Set(modifiers).size !== modifiers.length) refuse('a modifier stands there twice');
  if (has('exists') && (modifiers.length > 1 || field === null)) refuse('"exists" stands alone, on a field');
  if (
    (kinds.has('number') || kinds.has('date')) &&
    modifiers.filter((one) => one !== 'neq' && one !== 'all').length > 1
  ) {
    refuse('a comparison of numbers takes no other modifier');
  }
  if (kinds.has('pattern') && !has('re')) refuse('"i", "m" and "s" belong behind "re"');
  if (has('re') && (kinds.has('encoding') || has('windash', 'cidr', 'fieldref')))
    refuse('"re" takes "i", "m", "s", "all" and a place only');
  if (has('cidr') && (kinds.has('place') || kinds.has('encoding') || has('windash', 'fieldref', 'cased')))
    refuse('"cidr" takes "all" and "neq" only');
  if (has('fieldref') && (kinds.has('encoding') || has('windash', 'expand') || field === null))
    refuse('"fieldref" takes a place, "neq" and "all" only');
  if ([...modifiers].filter((one) => modifierKind(one) === 'place').length > 1) refuse('one place at most');
}

/** The tests one value stands for: more than one where a modifier unfolds it. */
function testsOf(item: Item, value: Scalar): Test[] {
  const { modifiers, path } = item;
  const first = modifiers.find((one) => !['all', 'neq'].includes(one));
  const kind = first === undefined ? null : modifierKind(first);
  if (first === 'exists') return [{ kind: 'exists', isThere: asBoolean(value, path) }];
  if (value === null) {
    if (first !== undefined) throw new RuleRefused('value.not_valid', `null takes no "${first}"`, path);
    return [{ kind: 'null' }];
  }
  if (kind === 'number')
    return [{ kind: 'number', comparison: first as Comparison, number: asNumber(value, path) }];
  if (kind === 'date') return [{ kind: 'date', part: first as DatePart, number: asNumber(value, path) }];
  const texts = modifiers.includes('expand') ? filledIn(item, String(value)) : [String(value)];
  const tests: Test[] = [];
  for (const text of texts) {
    tests.push(...textTests(item, text));
    boundUnfolding(tests.length, path);
  }
  return tests;
}

function boundUnfolding(count: number, path: Path): void {
  if (count <= EXPANSIONS_MAX) return;
  throw new RuleRefused('value.not_valid', `a value unfolds into more than ${EXPANSIONS_MAX}`, path);
}

const placeOf = (modifiers: readonly SigmaModifier[]): Place =>
  (modifiers.find((one) => modifierKind(one) === 'place') as Place | undefined) ?? 'whole';

function textTests(item: Item, text: string): Test[] {
  const { modifiers, path } = item;
  const place = placeOf(modifiers);
  if (modifiers.includes('re')) return [regexTest(modifiers, text, path)];
  if (modifiers.includes('cidr')) {
    const network = readNetwork(text);
    if (network === null)
      throw new RuleRefused('value.not_valid', `"${text.slice(0, 60)}" is no network`, path);
    return [{ kind: 'network', network }];
  }
  if (modifiers.includes('fieldref')) return [{ kind: 'field', other: text, place }];
  const patterns = unfolded(modifiers, readPattern(text), path);
  const isKeyword = item.field === null && place === 'whole';
  return patterns.map((pattern) =>
    patternTest(pattern, isKeyword ? 'contains' : place, modifiers.includes('cased')),
  );
}

function patternTest(given: Pattern, place: Place, isCased: boolean): Test {
  const pattern = isCased ? given : lowered(given);
  const text = plainText(pattern);
  if (text !== null) return { kind: 'text', place, text, isCased };
  const open = opened(
    pattern,
    place === 'contains' || place === 'endswith',
    place === 'contains' || place === 'startswith',
  );
  const [first, middle, last] = open;
  // A star at an edge is a place: tested as one, it is found by the index as well.
  if (open.length === 2 && first === ANY && typeof middle === 'string')
    return { kind: 'text', place: 'endswith', text: middle, isCased };
  if (open.length === 2 && typeof first === 'string' && middle === ANY)
    return { kind: 'text', place: 'startswith', text: first, isCased };
  if (open.length === 3 && first === ANY && last === ANY && typeof middle === 'string')
    return { kind: 'text', place: 'contains', text: middle, isCased };
  return { kind: 'pattern', pattern: open, isCased };
}

function regexTest(modifiers: readonly SigmaModifier[], text: string, path: Path): Test {
  const flags = modifiers.filter((one) => ['i', 'm', 's'].includes(one)).join('');
  const place = placeOf(modifiers);
  const opening = place === 'endswith' ? '(?:' : '';
  const source =
    place === 'endswith' ? `${opening}${text})$` : place === 'startswith' ? `^(?:${text})` : text;
  try {
    return { kind: 'regex', source, flags, regex: compileRegex(source, flags) };
  } catch (error) {
    if (!(error instanceof RegexRefused)) throw error;
    throw new RuleRefused(`regex.${error.why}`, error.message, path);
  }
}

/** Applies what turns one value into others, in the order written. */
function unfolded(modifiers: readonly SigmaModifier[], pattern: Pattern, path: Path): Pattern[] {
  let patterns: Pattern[] = [pattern];
  let bytes: number[] | null = null;
  for (const modifier of modifiers) {
    if (modifier === 'windash') {
      patterns = patterns.flatMap((each) => dashed(each, path));
    } else if (['wide', 'utf16le', 'utf16be', 'utf16'].includes(modifier)) {
      const text = needPlain(patterns, modifier, path);
      bytes = [...(modifier === 'utf16' ? [0xff, 0xfe] : []), ...utf16(text, modifier !== 'utf16be')];
    } else if (modifier === 'base64' || modifier === 'base64offset') {
      const from = bytes ?? utf8(needPlain(patterns, modifier, path));
      patterns = (modifier === 'base64' ? [base64(from)] : base64Offsets(from)).map((text) => [text]);
      bytes = null;
    }
  }
  // Bytes that no base64 follows are compared as the characters they are.
  return bytes === null ? patterns : [[String.fromCharCode(...bytes)]];
}

function needPlain(patterns: readonly Pattern[], modifier: string, path: Path): string {
  const text = patterns.length === 1 ? plainText(patterns[0] as Pattern) : null;
  if (text === null)
    throw new RuleRefused('modifier.not_combinable', `"${modifier}" takes one text without wildcards`, path);
  return text;
}

const dashes = ['-', '/', '\u2013', '\u2014', '\u2015'];

/** Every way to write the dashes that begin a parameter: each place on its own, so that mixtures are found. */
function dashed(pattern: Pattern, path: Path): Pattern[] {
  let unfoldings: Pattern[] = [[]];
  for (const piece of pattern) {
    const written: Pattern = typeof piece === 'string' ? dashedTexts(piece) : [piece];
    unfoldings = unfoldings.flatMap((begun) => written.map((each) => [...begun, each]));
    boundUnfolding(unfoldings.length, path);
  }
  return unfoldings;
}

function dashedTexts(text: string): string[] {
  // A dash that follows no word character and precedes one: the beginning of a parameter.
  const places = [...text.matchAll(/(?<!\w)[-/](?=\w)/g)].map(({ index }) => index);
  let texts = [text];
  for (const place of places) {
    texts = texts.flatMap((each) =>
      dashes.map((dash) => each.slice(0, place) + dash + each.slice(place + 1)),
    );
    if (texts.length > EXPANSIONS_MAX) break;
  }
  return texts;
}

/** Fills in `%name%`. A name nobody gave a value for refuses the rule: it would match nothing, or everything. */
function filledIn({ from: { placeholders }, path }: Item, text: string): string[] {
  const parts = text.split(/(?<!\\)%([A-Za-z0-9_-]+)%/);
  let texts = [''];
  parts.forEach((part, index) => {
    const given =
      index % 2 === 1
        ? Object.hasOwn(placeholders, part)
          ? placeholders[part]
          : undefined
        : [part.replaceAll('\\%', '%')];
    if (given === undefined) {
      throw new RuleRefused('placeholder.unresolved', `no value was given for "%${part}%"`, path);
    }
    boundUnfolding(texts.length * given.length, path);
    texts = texts.flatMap((begun) => given.map((value) => begun + value));
  });
  return texts;
}

function asNumber(value: Scalar, path: Path): number {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value.trim() !== ''
        ? Number(value)
        : Number.NaN;
  if (!Number.isFinite(number))
    throw new RuleRefused('value.not_valid', 'a comparison of numbers needs a number', path);
  return number;
}

function asBoolean(value: Scalar, path: Path): boolean {
  const text = String(value).toLowerCase();
  if (!['true', 'false', 'yes', 'no'].includes(text)) {
    throw new RuleRefused('value.not_valid', '"exists" needs true or false', path);
  }
  return text === 'true' || text === 'yes';
}
