// SPDX-License-Identifier: Apache-2.0
import { type EventName, type LogLook, limits, logStreams } from '@belfry/contract';
import type { Entry } from '../platform/outbox/outbox.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';

/** What a look may see of the logbook, as the log process is asked. */
export interface LookScope {
  readonly query: string;
  readonly streams: LogLook['streams'];
  readonly sources: string[] | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly clock: LogLook['clock'];
}

/** Streams whose content is found by searching. The desk's own record is read through history: need-to-know stands there. */
export const searchedStreams = logStreams.filter((one) => one !== 'desk');

export function scopeOf(look: LogLook): LookScope {
  return {
    query: look.query,
    streams: look.streams.length === 0 ? searchedStreams : look.streams.filter((one) => one !== 'desk'),
    sources: look.sources.length === 0 ? null : look.sources,
    from: look.from,
    until: look.until,
    clock: look.clock,
  };
}

/** Whether entries may no longer be read under a look: somebody who goes on says anew what for. */
export function isOver(look: LogLook, now: Date): boolean {
  return now.getTime() - Date.parse(look.askedAt) > limits.logLookAgeMsMax;
}

const events: Readonly<Record<LogLook['kind'], EventName>> = {
  search: 'log.searched',
  entry: 'log.entry_opened',
  tail: 'log.tailed',
  export: 'log.exported',
};

/** What the record tells of a look: what was asked for, in which bounds, and what for. */
export function entryOfLook(look: LogLook): Entry {
  const { clock, from, index, kind, log, purpose, query, sources, streams, until } = look;
  const asked = {
    query: query === '' ? null : query,
    from,
    until,
    clock: from === null && until === null ? null : clock,
    sources: sources.length === 0 ? null : sources,
    streams: streams.length === 0 ? null : streams,
  };
  return {
    event: events[kind],
    subject: {
      kind: 'log_look',
      id: look.id,
      reference: log === null || index === null ? 'logbook' : `${log}/${index}`,
    },
    changes: kind === 'entry' ? [] : changesBetween({}, asked),
    reason: purpose,
  };
}
