// SPDX-License-Identifier: Apache-2.0
import { type LogEntryOpened, sealedLine } from '@belfry/contract';

/** What decides about a line is read from the line itself; one that does not read as a line decides nothing. */
function lineOf(line: string) {
  try {
    const read = sealedLine.safeParse(JSON.parse(line));
    return read.success ? read.data : null;
  } catch {
    // A line that was changed on disk need not be JSON any more: it is shown as it is, and its proof fails.
    return null;
  }
}

/** Whether an entry is of the desk's own record, which is read through history and nowhere else. */
export function isWithheld(log: string, line: string): boolean {
  return log.startsWith('audit-') || lineOf(line)?.stream === 'desk';
}

export function sourceOfLine(line: string): string | null {
  return lineOf(line)?.source ?? null;
}

/** Fields as pairs of text; what has members of its own is spread, one level a dot. */
export function fieldsShown(fields: Readonly<Record<string, unknown>>): LogEntryOpened['fields'] {
  return Object.entries(fields).flatMap(([field, value]) => spread(field, value));
}

function spread(field: string, value: unknown): LogEntryOpened['fields'] {
  if (value === null || value === undefined || value === '') {
    return [];
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? [] : [{ field, value: value.map(asText).join(', ') }];
  }
  return typeof value === 'object'
    ? Object.entries(value).map(([name, inner]) => ({ field: `${field}.${name}`, value: asText(inner) }))
    : [{ field, value: asText(value) }];
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
