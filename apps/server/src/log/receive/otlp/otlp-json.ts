// SPDX-License-Identifier: Apache-2.0
import { elementsOf, memberOf, membersOf, type Span, skipSpace, valueEnd } from '../http/json-bytes.ts';
import { isJson } from '../http/json-check.ts';
import { EntryPile } from '../http/packing.ts';
import { type Refused, refused } from '../http/refused.ts';

/**
 * Cuts a request in JSON into its log records. An entry is `{"resource":…,"scope":…,"logRecord":…}`; the three values
 * are the bytes the sender wrote, with all they hold: unknown fields, spelling, order.
 */
export function readOtlpJson(body: Buffer): EntryPile | Refused {
  const pile = new EntryPile();
  const start = skipSpace(body, 0);
  const request = { start, end: valueEnd(body, start) };
  const isKnown =
    membersOf(body, request).next().done === true ||
    memberOf(body, request, 'resourceLogs', 'resource_logs') !== null;
  // Members nobody knows are let pass, as the format asks; a request with nothing else holds no logs.
  if (!isKnown || body[start] !== 0x7b || !isJson(body)) {
    return refused('undecodable', 'The body is no ExportLogsServiceRequest in JSON.');
  }
  for (const resourceLogs of listed(body, request, 'resourceLogs', 'resource_logs')) {
    const resource = bytesOf(body, memberOf(body, resourceLogs, 'resource'));
    for (const scopeLogs of listed(body, resourceLogs, 'scopeLogs', 'scope_logs')) {
      const scope = bytesOf(body, memberOf(body, scopeLogs, 'scope'));
      const schemaUrl = bytesOf(
        body,
        memberOf(body, scopeLogs, 'schemaUrl') ?? memberOf(body, resourceLogs, 'schemaUrl'),
      );
      for (const record of listed(body, scopeLogs, 'logRecords', 'log_records')) {
        const logRecord = body.subarray(record.start, record.end);
        pile.add(...entryOf({ resource, scope, logRecord, schemaUrl, protobuf: null }));
        if (pile.isTooMuch) return pile;
      }
    }
  }
  return pile;
}

const EMPTY = Buffer.from('{}');

/** Members of an entry in their order; those that are null are left out, but for the first three. */
export interface EntryParts {
  readonly resource: Uint8Array | null;
  readonly scope: Uint8Array | null;
  readonly logRecord: Uint8Array | null;
  readonly schemaUrl: Uint8Array | null;
  readonly protobuf: Uint8Array | null;
}

const RESOURCE = Buffer.from('{"resource":');
const SCOPE = Buffer.from(',"scope":');
const RECORD = Buffer.from(',"logRecord":');
const SCHEMA = Buffer.from(',"schemaUrl":');
const PROTOBUF = Buffer.from(',"protobuf":');
const END = Buffer.from('}');

/** One entry from its parts, each of them JSON already. */
export function entryOf({ resource, scope, logRecord, schemaUrl, protobuf }: EntryParts): Uint8Array[] {
  const pieces = [RESOURCE, resource ?? EMPTY, SCOPE, scope ?? EMPTY, RECORD, logRecord ?? EMPTY];
  if (schemaUrl !== null) pieces.push(SCHEMA, schemaUrl);
  if (protobuf !== null) pieces.push(PROTOBUF, protobuf);
  return [...pieces, END];
}

function bytesOf(body: Buffer, span: Span | null): Uint8Array | null {
  return span === null ? null : body.subarray(span.start, span.end);
}

/** Elements of the arrays under a name, in either spelling of the specification's JSON. */
function* listed(body: Buffer, span: Span, camel: string, snake: string): Generator<Span> {
  for (const member of membersOf(body, span)) {
    if (member.name === camel || member.name === snake) yield* elementsOf(body, member);
  }
}
