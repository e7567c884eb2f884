// SPDX-License-Identifier: Apache-2.0
import { elementsOf, memberOf, parsed, type Span, skipSpace, valueEnd } from '../http/json-bytes.ts';
import { isJson } from '../http/json-check.ts';
import { EntryPile } from '../http/packing.ts';
import { embedded, type Fields, field, readProtobuf } from '../http/protobuf-fields.ts';
import { type Refused, refused } from '../http/refused.ts';

/**
 * An entry is `{"stream":{labels},"ts":"nanoseconds","line":"…"}`, with `metadata` and `tenant` where they came. From
 * a request in JSON each value is the bytes the sender wrote.
 */
function entryOf(parts: readonly (readonly [name: string, value: Uint8Array | null])[]): Uint8Array[] {
  const present = parts.filter((part): part is readonly [string, Uint8Array] => part[1] !== null);
  const pieces = present.flatMap(([name, value], at) => [
    Buffer.from(`${at === 0 ? '{' : ','}"${name}":`),
    value,
  ]);
  return [...pieces, END];
}

const END = Buffer.from('}');
const EMPTY = Buffer.from('{}');
/** Labels longer than this are no labels; they stay whole. */
const LABELS_CHARACTERS_MAX = 65_536;

const notLoki = (detail: string) => refused('undecodable', detail);

/** @param tenant as X-Scope-OrgID names it: kept, and nothing is decided by it */
export function readLokiJson(body: Buffer, tenant: string | undefined): EntryPile | Refused {
  const start = skipSpace(body, 0);
  const request = { start, end: valueEnd(body, start) };
  const streams = memberOf(body, request, 'streams');
  if (streams === null || !isJson(body)) {
    return notLoki('The body is no push request in JSON.');
  }
  const pile = new EntryPile();
  const tenantBytes = tenantOf(tenant);
  for (const stream of elementsOf(body, streams)) {
    const values = memberOf(body, stream, 'values');
    if (values === null) return notLoki('A stream has no "values".');
    const labels = bytesOf(body, memberOf(body, stream, 'stream')) ?? EMPTY;
    for (const value of elementsOf(body, values)) {
      const [ts, line, metadata] = elementsOf(body, value);
      if (
        ts === undefined ||
        line === undefined ||
        !/^"\d{1,19}"$/.test(body.toString('latin1', ts.start, ts.end))
      ) {
        return notLoki('A value is ["nanoseconds as text", "line"].');
      }
      pile.add(
        ...entryOf([
          ['stream', labels],
          ['ts', bytesOf(body, ts)],
          ['line', bytesOf(body, line)],
          ['metadata', bytesOf(body, metadata)],
          ['tenant', tenantBytes],
        ]),
      );
      if (pile.isTooMuch) return pile;
    }
  }
  return pile;
}

function bytesOf(body: Buffer, span: Span | undefined | null): Uint8Array | null {
  return span == null ? null : body.subarray(span.start, span.end);
}

function tenantOf(tenant: string | undefined): Uint8Array | null {
  return tenant === undefined || tenant === '' ? null : Buffer.from(JSON.stringify(tenant.slice(0, 256)));
}

/** Messages of logproto: an entry of a stream. */
const timestamp: Fields = new Map([
  [1, field.int64('seconds')],
  [2, field.int32('nanos')],
]);
const label: Fields = new Map([
  [1, field.text('name')],
  [2, field.text('value')],
]);
const entry: Fields = new Map([
  [1, field.message('timestamp', () => timestamp)],
  [2, field.text('line')],
  [3, field.list('metadata', () => label)],
]);

/** Reads the binary form, already unpacked. What JSON cannot say is kept as the entry's own bytes under `protobuf`. */
export function readLokiProtobuf(body: Buffer, tenant: string | undefined): EntryPile | Refused {
  const request = embedded(body);
  if (request === null || (body.length > 0 && request.every(({ number }) => number !== 1))) {
    return notLoki('The body is no push request.');
  }
  const pile = new EntryPile();
  for (const { bytes, number } of request) {
    if (number !== 1) continue;
    const stream = embedded(bytes);
    if (stream === null) return notLoki('A stream cannot be read.');
    const text = stream.find((part) => part.number === 1)?.bytes ?? new Uint8Array();
    const labels = Buffer.from(JSON.stringify(labelsOf(Buffer.from(text).toString('utf8'))));
    for (const part of stream) {
      if (part.number === 2) pile.add(...binaryEntry(labels, part.bytes, tenantOf(tenant)));
      if (pile.isTooMuch) return pile;
    }
  }
  return pile;
}

function binaryEntry(labels: Buffer, bytes: Uint8Array, tenant: Uint8Array | null): Uint8Array[] {
  const read = readProtobuf(bytes, entry);
  const {
    line,
    metadata,
    timestamp: time,
  } = (read?.value ?? {}) as {
    line?: string;
    metadata?: ({ name?: string; value?: string } | null)[];
    timestamp?: { seconds?: string; nanos?: number };
  };
  const nanoseconds = BigInt(time?.seconds ?? 0) * 1_000_000_000n + BigInt(time?.nanos ?? 0);
  const named = metadata?.map((each) => [each?.name ?? '', each?.value ?? ''] as const);
  const json = (value: unknown) => (value === undefined ? null : Buffer.from(JSON.stringify(value)));
  return entryOf([
    ['stream', labels],
    ['ts', json(String(nanoseconds))],
    ['line', json(line ?? '')],
    ['metadata', json(named === undefined ? undefined : Object.fromEntries(named))],
    ['tenant', tenant],
    ['protobuf', read?.isExact === true ? null : json(Buffer.from(bytes).toString('base64'))],
  ]);
}

/** `{app="web", env="prod"}` as an object; text that is not of that form stays whole, under `labels`. */
export function labelsOf(text: string): Record<string, string> {
  const labels: [string, string][] = [];
  if (text.length > LABELS_CHARACTERS_MAX) return { labels: text };
  const pair = /\s*([A-Za-z_][\w.:-]*)\s*=\s*("(?:[^"\\]|\\.)*")\s*(,|\}$)/y;
  pair.lastIndex = 1;
  for (let isLast = /^\{\s*\}$/.test(text); !isLast; ) {
    const [, name = '', quoted = '', after] = pair.exec(text) ?? [];
    const value = parsed(quoted);
    if (typeof value !== 'string') return { labels: text };
    labels.push([name, value]);
    isLast = after === '}';
  }
  return Object.fromEntries(labels);
}
