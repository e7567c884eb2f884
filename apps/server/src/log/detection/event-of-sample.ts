// SPDX-License-Identifier: Apache-2.0
import type { LogTransport, SealedLine } from '@belfry/contract';
import { readLine } from '../index/row.ts';
import { isObject, readEntry } from '../normal-form/index.ts';
import { SourceZones } from '../receive/source-zones.ts';
import type { EntryEvent } from './detection.ts';
import { eventOfEntry } from './event-of-entry.ts';

/** How a sample would have come in, where that is not as plain lines. */
export interface SampleWay {
  readonly receivedMs: number;
  readonly transport?: LogTransport;
  readonly stream?: SealedLine['stream'];
  readonly source?: string;
}

/** Sender of samples that name none. */
const SAMPLE_SOURCE = '00000000-0000-8000-8000-73616d706c65';
const zones = new SourceZones();

/**
 * The event somebody wrote or pasted to try a rule with, read as an entry is that came in so: a line of text, or an
 * object as its JSON. One of the desk's record may be written short, as rules see it.
 *
 * @returns null where such an entry would be no event
 */
export function eventOfSample(sample: unknown, way: SampleWay): EntryEvent | null {
  const isDesk = way.stream === 'desk' || way.transport === 'outbox';
  const told = isDesk && isObject(sample) ? recordOf(sample, way.receivedMs) : sample;
  const raw = typeof told === 'string' ? told : (JSON.stringify(told) ?? '');
  const transport: LogTransport = isDesk
    ? 'outbox'
    : (way.transport ?? (typeof told === 'string' ? 'syslog-tcp' : 'ndjson'));
  const hints = { transport, receivedUs: way.receivedMs * 1_000, timeZone: null };
  const { format, parse } = readEntry(Buffer.from(raw), hints);
  const line: SealedLine = {
    ...{ v: 1, seq: 1, received: new Date(way.receivedMs).toISOString(), mono: '0', clock: 'synchronised' },
    ...{ source: way.source ?? SAMPLE_SOURCE, stream: isDesk ? 'desk' : (way.stream ?? 'technical') },
    ...{ transport, peer: 'sample', format, parse, salt: '', raw },
  };
  return eventOfEntry(readLine(line, zones));
}

/** The record an entry of the desk is reduced from. */
function recordOf(short: Readonly<Record<string, unknown>>, receivedMs: number): unknown {
  if (short['recordedAt'] !== undefined) return short;
  const at = new Date(receivedMs).toISOString();
  const alarm = short['alarm'];
  return {
    event: short['event'],
    recordedAt: at,
    occurredAt: short['occurred'] ?? at,
    actor: { kind: short['actor.kind'], id: short['actor.id'] },
    subject: {
      kind: short['subject.kind'] ?? (alarm === undefined ? undefined : 'log_alarm'),
      ...(alarm === undefined ? {} : { reference: `${alarm}: ${short['about'] ?? ''}` }),
    },
  };
}
