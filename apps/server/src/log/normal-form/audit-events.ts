// SPDX-License-Identifier: Apache-2.0
import { logLimits } from '../log-limits.ts';
import type { Attribute, Draft, NormalForm } from './normal-form.ts';

/** A record of the Linux audit system, and where it stands in the log. */
export interface AuditRecord {
  /** Number of receipt. */
  readonly seq: number;
  readonly sourceId: string;
  readonly fields: NormalForm;
}

/** Records of one event: the kernel writes a record for the call, one for each path, one for the command line. */
export interface AuditEvent {
  readonly sourceId: string;
  readonly serial: string;
  /** Numbers of receipt of its records, in order. */
  readonly seqs: readonly number[];
  /** What the records say together: of each field what the first that names it says. */
  readonly fields: NormalForm;
}

interface Open {
  readonly sourceId: string;
  readonly serial: string;
  readonly seqs: number[];
  readonly fields: Draft;
  /** Records of any event that came since its first. */
  readonly since: number;
}

/** A record that says its event is whole. */
const lastTypes = new Set(['EOE', 'PROCTITLE']);

/**
 * Joins records by host, moment and serial over a window that moves along: an event ends with the record that says so,
 * or once as many others came as the window is long. What never ends is told all the same, with what there is.
 */
export function auditEvents(
  records: Iterable<AuditRecord>,
  windowRecordsMax: number = logLimits.auditWindowRecordsMax,
): AuditEvent[] {
  const open = new Map<string, Open>();
  const events: AuditEvent[] = [];
  let count = 0;
  const close = (key: string, event: Open) => {
    open.delete(key);
    const { sourceId, serial, seqs, fields } = event;
    events.push({ sourceId, serial, seqs, fields });
  };
  for (const record of records) {
    count += 1;
    const serial = serialOf(record.fields);
    if (serial === null) continue;
    const key = `${record.sourceId} ${record.fields.host ?? ''} ${record.fields.time ?? ''} ${serial}`;
    let event = open.get(key);
    if (event === undefined) {
      event = { sourceId: record.sourceId, serial, seqs: [], fields: copyOf(record.fields), since: count };
      open.set(key, event);
    } else join(event.fields, record.fields);
    event.seqs.push(record.seq);
    const type = record.fields.msgid ?? '';
    if (lastTypes.has(type) || event.seqs.length >= logLimits.auditEventRecordsMax) close(key, event);
    // A map keeps the order of what was put in: the first is the oldest.
    for (const [oldest, waiting] of open) {
      if (count - waiting.since < windowRecordsMax) break;
      close(oldest, waiting);
    }
  }
  for (const [key, event] of open) close(key, event);
  return events;
}

function serialOf(fields: NormalForm): string | null {
  const serial = fields.attributes['serial'];
  return typeof serial === 'string' ? serial : null;
}

function copyOf(fields: NormalForm): Draft {
  return { ...fields, attributes: { ...fields.attributes } };
}

/** Adds what a further record says. Its own attributes stand under its type, since each type has names of its own. */
function join(event: Draft, more: NormalForm): void {
  const before: Record<string, unknown> = event;
  for (const [name, value] of Object.entries(more)) {
    if (name !== 'attributes' && before[name] === null && value !== null) before[name] = value;
  }
  const type = more.msgid ?? 'record';
  const held = event.attributes[type];
  const list: Attribute[] = Array.isArray(held) ? [...(held as Attribute[])] : [];
  list.push(more.attributes);
  event.attributes[type] = list;
}
