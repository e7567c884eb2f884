// SPDX-License-Identifier: Apache-2.0
import {
  cutText,
  limits,
  type Mapping,
  type OccurrenceState,
  type severities,
  storableText,
} from '@belfry/contract';
import { isUnreadable, readPayload, valueAt } from './payload.ts';

/** What a mapping makes of one alert: the words of a report, and what tells one occurrence from another. */
export interface MappedAlert {
  readonly pointer: string;
  readonly summary: string;
  readonly description: string | null;
  readonly groupKey: string;
  readonly state: OccurrenceState;
  readonly severity: (typeof severities)[number] | null;
  readonly occurredAt: Date | null;
  readonly externalId: string | null;
  readonly link: string | null;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

/** An alert, or a whole payload, that the mapping could not read. It is kept and reported as it came. */
export interface UnmappedAlert {
  readonly pointer: string;
  readonly problem: string;
  readonly field: string;
}

export type ReadAlert = MappedAlert | UnmappedAlert;

export function isMapped(alert: ReadAlert): alert is MappedAlert {
  return 'summary' in alert;
}

/**
 * Maps a body. Total: any bytes give at least one alert, mapped or not, and never an error. Each template looks a
 * bounded number of pointers up, so the work grows with the payload and with nothing else.
 */
export function mapPayload(body: Uint8Array | string, mapping: Mapping): ReadAlert[] {
  const payload = readPayload(body, mapping);
  if (isUnreadable(payload)) {
    return [{ pointer: '', problem: storableText(payload.unreadable), field: 'payload' }];
  }
  const taken = payload.alerts.slice(0, limits.webhookOccurrencesPerCallMax);
  const left = payload.alerts.length - taken.length;
  const read = taken.map(({ pointer, value }) =>
    mapAlert({ alert: value, root: payload.root }, pointer, mapping),
  );
  return left === 0
    ? read
    : [
        ...read,
        {
          pointer: '',
          problem: `${left} of ${payload.alerts.length} alerts are beyond the limit of ${limits.webhookOccurrencesPerCallMax} in one call`,
          field: 'payload',
        },
      ];
}

interface Scope {
  readonly alert: unknown;
  readonly root: unknown;
}

function mapAlert(scope: Scope, pointer: string, mapping: Mapping): ReadAlert {
  const first = (templates: readonly string[], charactersMax: number) =>
    firstFilled(templates, scope, charactersMax);
  const summary = first(mapping.title, limits.summaryCharactersMax);
  if (summary === null) {
    return {
      pointer,
      problem: `No title: nothing at ${mapping.title.join(' or ') || 'an empty field'}`,
      field: 'title',
    };
  }
  const stateWord = first(mapping.state, 200)?.toLowerCase() ?? null;
  const severityWord = first(mapping.severity, 200)?.toLowerCase() ?? null;
  const link = first(mapping.link, limits.factCharactersMax);
  const facts = mapping.facts.flatMap(({ name, value }) => {
    const text = fill(value, scope);
    return text === null ? [] : [{ name, value: cut(text, limits.factCharactersMax) }];
  });
  return {
    pointer,
    summary,
    description: first(mapping.description, limits.textCharactersMax),
    groupKey: cut(
      first(mapping.groupKey, limits.groupKeyCharactersMax) ?? summary,
      limits.groupKeyCharactersMax,
    ),
    state: stateOf(stateWord, mapping),
    severity:
      severityWord !== null && Object.hasOwn(mapping.severityWords, severityWord)
        ? (mapping.severityWords[severityWord] ?? null)
        : null,
    occurredAt: instantOf(first(mapping.occurredAt, 100)),
    externalId: first(mapping.externalId, limits.factCharactersMax),
    // The sender chooses the link and a person follows it: no other scheme than the web's.
    link: link !== null && /^https?:\/\//i.test(link) && URL.canParse(link) ? link : null,
    facts: [...facts, ...(severityWord === null ? [] : [{ name: 'severity', value: severityWord }])],
  };
}

function stateOf(word: string | null, mapping: Mapping): OccurrenceState {
  if (word === null) {
    return 'unknown';
  }
  if (mapping.resolvedWords.includes(word)) {
    return 'resolved';
  }
  return mapping.firingWords.includes(word) ? 'firing' : 'unknown';
}

function firstFilled(templates: readonly string[], scope: Scope, charactersMax: number): string | null {
  for (const template of templates) {
    const text = fill(template, scope);
    if (text !== null && text.trim() !== '') {
      return cut(text.trim(), charactersMax);
    }
  }
  return null;
}

const hole = /\{(\^?)((?:\/[^{}]*)?)\}/g;

/** The template with its pointers filled in, or null when one of them finds nothing. */
function fill(template: string, { alert, root }: Scope): string | null {
  let isWhole = true;
  const text = template.replace(hole, (whole, fromRoot: string, pointer: string) => {
    if (fromRoot === '' && pointer === '') {
      return whole;
    }
    const value = asText(valueAt(fromRoot === '' ? alert : root, pointer));
    if (value === null) {
      isWhole = false;
    }
    return value ?? '';
  });
  return isWhole ? text : null;
}

function asText(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return value === '' ? null : storableText(value);
    case 'number':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null || (Array.isArray(value) && value.length === 0) ? null : listed(value);
    default:
      return null;
  }
}

/** A list of words with commas; anything deeper as JSON, bounded by the depth that reading the body allows. */
function listed(value: object): string {
  const isFlat = Array.isArray(value) && value.every((each) => typeof each !== 'object');
  return storableText(isFlat ? value.map(String).join(', ') : JSON.stringify(value));
}

/** The delivery keeps the whole; what is shown says that it goes on. */
const cut = (text: string, charactersMax: number) => cutText(text, charactersMax, '…');

const SECONDS_DIGITS_MAX = 11;
/** Alertmanager writes the year 1 where it knows no moment; nobody reports what happens in a far future. */
const earliest = Date.parse('1990-01-01T00:00:00Z');
const latest = Date.parse('2200-01-01T00:00:00Z');

/** RFC 3339, also with a zone like +0000 as Wazuh writes it, or seconds or milliseconds since 1970. */
function instantOf(text: string | null): Date | null {
  if (text === null) {
    return null;
  }
  const ms = /^\d{9,14}(\.\d+)?$/.test(text)
    ? Number(text) * ((text.split('.', 1)[0] ?? '').length <= SECONDS_DIGITS_MAX ? 1_000 : 1)
    : /^\d{4}-\d\d-\d\dT/.test(text)
      ? Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2').replace(/(\.\d{3})\d+/, '$1'))
      : Number.NaN;
  return Number.isFinite(ms) && ms > earliest && ms < latest ? new Date(Math.trunc(ms)) : null;
}
