// SPDX-License-Identifier: Apache-2.0
import { clockStates, lineFormats, logStreams, logTransports, parseStates } from './log.ts';
import {
  entryStatuses,
  type LogFieldKind,
  logEventClasses,
  logFields,
  syslogSeverities,
  timeQualities,
} from './log-fields.ts';

/** A field that can be asked for. */
export interface QueryField {
  readonly name: string;
  readonly kind: LogFieldKind;
  /** The only values it has, where they are few. */
  readonly values?: readonly string[];
}

/** What we know of an entry ourselves, besides what its sender says. */
const received: readonly QueryField[] = [
  { name: 'received', kind: 'time' },
  { name: 'seq', kind: 'number' },
  { name: 'index', kind: 'number' },
  { name: 'source', kind: 'word' },
  { name: 'peer', kind: 'word' },
  { name: 'stream', kind: 'word', values: logStreams },
  { name: 'transport', kind: 'word', values: logTransports },
  { name: 'format', kind: 'word', values: lineFormats },
  { name: 'parse', kind: 'word', values: parseStates },
  { name: 'clock', kind: 'word', values: clockStates },
];

/** Fields with few values: a value that is none of them is a mistake and not an empty answer. */
const valuesOf: Readonly<Record<string, readonly string[]>> = {
  timeQuality: timeQualities,
  eventClass: Object.keys(logEventClasses),
  status: entryStatuses,
};

/** Every field of the query language that has a name of ours. */
export const queryFields: readonly QueryField[] = [
  ...logFields.map(({ name, kind }) => ({
    name,
    kind,
    ...(valuesOf[name] === undefined ? {} : { values: valuesOf[name] }),
  })),
  ...received,
];

/** Before the name a sender gave, for what has no name of ours: `attr.request.id`. */
export const attributePrefix = 'attr.';

const byName = new Map<string, QueryField>();
for (const field of queryFields) byName.set(field.name.toLowerCase(), field);
for (const { name, also, ocsf } of logFields) {
  const field = byName.get(name.toLowerCase());
  for (const other of ocsf === null ? also : [...also, ocsf]) {
    if (field !== undefined && !byName.has(other.toLowerCase())) byName.set(other.toLowerCase(), field);
  }
}

/** The field a name means, in any case, by its short name, another one or its name in OCSF; null when there is none. */
export function queryField(name: string): QueryField | null {
  if (name.startsWith(attributePrefix) && name.length > attributePrefix.length) return { name, kind: 'word' };
  return byName.get(name.toLowerCase()) ?? null;
}

const severityWords: Readonly<Record<string, number>> = {
  emerg: 0,
  panic: 0,
  fatal: 0,
  crit: 2,
  err: 3,
  warn: 4,
  info: 6,
  information: 6,
  trace: 7,
};

/** The number of a severity by its name or one of the names people use; null when it is none. */
export function severityNumber(word: string): number | null {
  const name = word.toLowerCase();
  const names: readonly string[] = syslogSeverities;
  const index = names.indexOf(name);
  return index >= 0 ? index : Object.hasOwn(severityWords, name) ? (severityWords[name] ?? null) : null;
}
