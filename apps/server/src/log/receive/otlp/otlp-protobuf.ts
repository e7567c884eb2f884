// SPDX-License-Identifier: Apache-2.0
import { EntryPile } from '../http/packing.ts';
import { embedded, type Fields, field, readProtobuf } from '../http/protobuf-fields.ts';
import { type Refused, refused } from '../http/refused.ts';
import { entryOf } from './otlp-json.ts';

/** Messages of opentelemetry-proto 1.x: common, resource, logs. */
const anyValue: Fields = new Map([
  [1, field.text('stringValue')],
  [2, field.bool('boolValue')],
  [3, field.int64('intValue')],
  [4, field.double('doubleValue')],
  [5, field.message('arrayValue', () => arrayValue)],
  [6, field.message('kvlistValue', () => keyValueList)],
  [7, field.base64('bytesValue')],
]);
const keyValue: Fields = new Map([
  [1, field.text('key')],
  [2, field.message('value', () => anyValue)],
]);
const arrayValue: Fields = new Map([[1, field.list('values', () => anyValue)]]);
const keyValueList: Fields = new Map([[1, field.list('values', () => keyValue)]]);
const resourceFields: Fields = new Map([
  [1, field.list('attributes', () => keyValue)],
  [2, field.uint32('droppedAttributesCount')],
]);
const scopeFields: Fields = new Map([
  [1, field.text('name')],
  [2, field.text('version')],
  [3, field.list('attributes', () => keyValue)],
  [4, field.uint32('droppedAttributesCount')],
]);
const recordFields: Fields = new Map([
  [1, field.fixed64('timeUnixNano')],
  [2, field.int32('severityNumber')],
  [3, field.text('severityText')],
  [5, field.message('body', () => anyValue)],
  [6, field.list('attributes', () => keyValue)],
  [7, field.uint32('droppedAttributesCount')],
  [8, field.fixed32('flags')],
  [9, field.hex('traceId')],
  [10, field.hex('spanId')],
  [11, field.fixed64('observedTimeUnixNano')],
  [12, field.text('eventName')],
]);

/** A part of an entry in JSON, and its own bytes where JSON does not hold all of them. */
interface Part {
  readonly json: Buffer;
  readonly kept: string | null;
}

/**
 * Reads a request in the binary form into entries in the JSON form, which people and the index read. What JSON cannot
 * say (unknown fields, text that is not UTF-8, nesting beyond the limit, a record that is no record) makes the entry
 * carry the sender's bytes under `protobuf`, so that nothing is lost. Only a broken envelope is refused.
 */
export function readOtlpProtobuf(body: Buffer): EntryPile | Refused {
  const undecodable = refused('undecodable', 'The body is no ExportLogsServiceRequest.');
  const request = embedded(body);
  if (request === null || (body.length > 0 && request.every(({ number }) => number !== 1)))
    return undecodable;
  const pile = new EntryPile();
  for (const resourceLogs of numbered(request, 1)) {
    const inResource = embedded(resourceLogs);
    if (inResource === null) return undecodable;
    const resource = partOf(last(inResource, 1), resourceFields);
    for (const scopeLogs of numbered(inResource, 2)) {
      const inScope = embedded(scopeLogs);
      if (inScope === null) return undecodable;
      const scope = partOf(last(inScope, 1), scopeFields);
      const schema = last(inScope, 3) ?? last(inResource, 3);
      for (const record of numbered(inScope, 2)) {
        pile.add(...entry(resource, scope, partOf(record, recordFields), schema));
        if (pile.isTooMuch) return pile;
      }
    }
  }
  return pile;
}

function numbered(messages: ReturnType<typeof embedded>, wanted: number): Uint8Array[] {
  return (messages ?? []).flatMap(({ number, bytes }) => (number === wanted ? [bytes] : []));
}

function last(messages: ReturnType<typeof embedded>, wanted: number): Uint8Array | null {
  return numbered(messages, wanted).at(-1) ?? null;
}

function partOf(bytes: Uint8Array | null, fields: Fields): Part | null {
  if (bytes === null) return null;
  const read = readProtobuf(bytes, fields);
  return {
    json: Buffer.from(JSON.stringify(read?.value ?? {})),
    kept: read?.isExact === true ? null : Buffer.from(bytes).toString('base64'),
  };
}

function entry(
  resource: Part | null,
  scope: Part | null,
  record: Part | null,
  schema: Uint8Array | null,
): Uint8Array[] {
  const kept = Object.entries({ resource, scope, logRecord: record }).flatMap(([name, part]) =>
    part?.kept == null ? [] : [[name, part.kept]],
  );
  const more = kept.length === 0 ? null : Buffer.from(JSON.stringify(Object.fromEntries(kept)));
  const schemaUrl =
    schema === null || schema.length === 0
      ? null
      : Buffer.from(JSON.stringify(Buffer.from(schema).toString()));
  return entryOf({
    resource: resource?.json ?? null,
    scope: scope?.json ?? null,
    logRecord: record?.json ?? null,
    schemaUrl,
    protobuf: more,
  });
}
