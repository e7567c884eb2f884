// SPDX-License-Identifier: Apache-2.0

import { logLimits } from '../log-limits.ts';
import { type AuditRecord, auditEvents, type NormalForm } from '../normal-form/index.ts';
import type { SourceZones } from '../receive/source-zones.ts';
import type { ReadableLog } from '../sealing/index.ts';
import { type LineRead, readSealedLine } from './row.ts';

const mark = Buffer.from('"auditd"');
const PREFIX = 'auditEvent.';

/**
 * What a record of the Linux audit system says, with what the other records of its event say beside it, under
 * `auditEvent`. Joined when an entry is opened and not when it is indexed: a row has to follow from its own line alone,
 * or nobody could tell an altered one. Only records of the same source and stream are looked at, so nobody reads here
 * what the opened entry does not entitle to.
 */
export async function withAuditEvent(
  log: ReadableLog,
  index: number,
  { fields, line }: LineRead,
  zones: SourceZones,
): Promise<NormalForm | null> {
  if (fields === null || line.format !== 'auditd') return fields;
  const records: AuditRecord[] = [];
  const reach = logLimits.auditEventReachEntries;
  for await (const run of log.lines(Math.max(0, index - reach), index + reach + 1)) {
    for (const bytes of run.lines) {
      if (!bytes.includes(mark)) continue;
      const other = readSealedLine(bytes, zones);
      if (other.line.source !== line.source || other.line.stream !== line.stream || other.fields === null)
        continue;
      records.push({ seq: other.line.seq, sourceId: other.line.source, fields: other.fields });
    }
  }
  const event = auditEvents(records).find(({ seqs }) => seqs.includes(line.seq));
  if (event === undefined || event.seqs.length < 2) return fields;
  const said: [string, string | number][] = [[`${PREFIX}entries`, event.seqs.join(' ')]];
  for (const [name, value] of Object.entries(event.fields)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    if (fields[name as keyof NormalForm] === null) said.push([`${PREFIX}${name}`, value]);
  }
  return { ...fields, attributes: { ...fields.attributes, ...Object.fromEntries(said) } };
}
