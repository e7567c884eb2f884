// SPDX-License-Identifier: Apache-2.0
import type { Finding } from './finding.ts';
import type { Source } from './source.ts';
import { isTest } from './tree.ts';

const CONTRACT = 'packages/contract/src/';
const finding = (rule: string, path: string, key: string, message: string): Finding => ({
  rule,
  path,
  message,
  key,
});

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every field of the printed contract says what it means. Named shapes say it where they are declared. */
export function checkDescriptions(document: Json): Finding[] {
  const found: Finding[] = [];
  const walk = (value: Json, at: string): void => {
    if (Array.isArray(value)) {
      for (const each of value) walk(each, at);
      return;
    }
    if (!isObject(value)) return;
    const fields = value['properties'];
    if (isObject(fields) && !isObject(fields['properties'])) {
      for (const [name, field] of Object.entries(fields)) {
        const isDescribed = saysWhat(field);
        const message = `${at}.${name} has no description: add .describe('...') to the field`;
        if (!isDescribed) found.push(finding('descriptions', CONTRACT, `${at}.${name}`, message));
      }
    }
    for (const [name, each] of Object.entries(value)) {
      const id = isObject(each) && typeof each['operationId'] === 'string' ? each['operationId'] : null;
      const isPlain = ['properties', 'items', 'schema', 'content', 'schemas', 'components', 'paths'].includes(
        name,
      );
      walk(each, id ?? (isPlain || name.includes('/') ? at : `${at}.${name}`));
    }
  };
  walk(document, '');
  return found;
}

/** A field that may be null says it in one of its forms. */
function saysWhat(field: Json | undefined): boolean {
  if (!isObject(field)) return false;
  if ('description' in field || '$ref' in field) return true;
  const forms = field['anyOf'];
  return Array.isArray(forms) && forms.some(saysWhat);
}

/** GOV.UK's words for people in forms, and a voice that names the next step. */
const UNWANTED = /\b(please|sorry|oops|invalid|forbidden|illegal|required field|error occurred|unable)\b/i;

export function checkWording(
  problems: Readonly<Record<string, { readonly title: string; readonly whatToDo: string }>>,
): Finding[] {
  return Object.entries(problems).flatMap(([code, { title, whatToDo }]) =>
    Object.entries({ title, whatToDo }).flatMap(([field, words]) => {
      const said = wordingProblem(words);
      const path = `${CONTRACT}problems.ts`;
      return said === null ? [] : [finding('wording', path, `${code} ${field}`, `${code}: ${field} ${said}`)];
    }),
  );
}

function wordingProblem(words: string): string | null {
  const unwanted = UNWANTED.exec(words)?.[0];
  if (unwanted !== undefined) return `says "${unwanted}": say what is so, and what to do`;
  if (!/^\p{Lu}/u.test(words)) return 'does not begin with a capital: begin with one';
  if (/[.!]$/.test(words)) return 'ends with a stop: leave it out';
  return words.length < 12 ? 'is too short to help: name the next step' : null;
}

export interface Vocabulary {
  /** What the words are: event, permission, problem, configuration key. */
  readonly kind: string;
  readonly declaredIn: string;
  readonly names: readonly string[];
}

/** A name that is declared and never used is a promise nobody keeps. SQL counts: a permission may guard a row. */
export function checkUsed(
  vocabulary: Vocabulary,
  sources: readonly Source[],
  sql: readonly string[],
): Finding[] {
  const used = new Set(
    sources
      .filter(({ path }) => path !== vocabulary.declaredIn && !isTest(path))
      .flatMap(({ strings }) => strings.map(({ name }) => name)),
  );
  return vocabulary.names
    .filter((name) => !used.has(name) && !sql.some((text) => text.includes(`'${name}'`)))
    .map((name) =>
      finding(
        `${vocabulary.kind} unused`,
        vocabulary.declaredIn,
        name,
        `declares the ${vocabulary.kind} ${name} that nothing uses: use it, or remove it`,
      ),
    );
}

/** Slices are nouns, and the glossary says what each noun is. */
export function checkGlossary(glossary: string, nouns: readonly string[]): Finding[] {
  const known = new Set(
    [...glossary.matchAll(/\*\*([^*]+)\*\*/g)].map(([, word = '']) => word.toLowerCase()),
  );
  return nouns
    .filter((noun) => {
      const singular = [noun.replace(/ies$/, 'y'), noun.replace(/s$/, ''), noun].map((word) =>
        word.replaceAll('-', ' '),
      );
      return !singular.some((word) => known.has(word));
    })
    .map((noun) =>
      finding('glossary', 'GLOSSARY.md', noun, `does not say what "${noun}" means: add the word in bold`),
    );
}
