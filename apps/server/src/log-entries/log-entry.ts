// SPDX-License-Identifier: Apache-2.0
import { type LogEntry, syslogSeverities } from '@belfry/contract';
import type { FoundEntry } from '../log/index.ts';

export type Names = ReadonlyMap<string, string>;

/** An entry of the index as people see it: with the name its source has today. */
export function presentEntry(found: FoundEntry, names: Names): LogEntry {
  const { app, claimed, event, format, host, isCut, message, outcome, parse, stream, transport, user } =
    found;
  return {
    log: found.log,
    index: found.index,
    seq: found.seq,
    receivedAt: found.received,
    at: found.at,
    claimed,
    source: { id: found.source, name: names.get(found.source) ?? null },
    stream,
    transport,
    format,
    parse,
    severity: found.severity === null ? null : (syslogSeverities[found.severity] ?? null),
    host,
    app,
    user,
    event,
    outcome,
    message,
    isCut,
    duplicateOf: found.duplicateOf,
  };
}
