// SPDX-License-Identifier: Apache-2.0
import protobuf from 'protobufjs/minimal.js';
import { logLimits } from '../../log-limits.ts';

type Reader = protobuf.Reader;
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** Whether something was met that JSON cannot say: then who reads keeps the bytes beside it. */
interface Loss {
  is: boolean;
  /** Values still made of this message: two bytes are an empty one, which is an object all the same. */
  valuesLeft: number;
}

/** Wire types: a number of any length, eight bytes, bytes with their length, four bytes. */
type Wire = 0 | 1 | 2 | 5;

interface Field {
  readonly name: string;
  readonly wire: Wire;
  readonly isList?: boolean;
  read(reader: Reader, loss: Loss, depth: number): Json;
}

/** The fields of a message by their number. */
export type Fields = ReadonlyMap<number, Field>;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array, loss: Loss): string {
  try {
    return utf8.decode(bytes);
  } catch {
    loss.is = true;
    return Buffer.from(bytes).toString('latin1');
  }
}

function doubleOf(value: number, loss: Loss): Json {
  if (Object.is(value, -0)) loss.is = true;
  return Number.isFinite(value) ? value : String(value);
}

/** Fields of the kinds our messages have, in the JSON mapping of OTLP: 64 bits as text, identifiers in hexadecimal. */
export const field = {
  text: (name: string): Field => ({ name, wire: 2, read: (reader, loss) => textOf(reader.bytes(), loss) }),
  hex: (name: string): Field => ({
    name,
    wire: 2,
    read: (reader) => Buffer.from(reader.bytes()).toString('hex'),
  }),
  base64: (name: string): Field => ({
    name,
    wire: 2,
    read: (reader) => Buffer.from(reader.bytes()).toString('base64'),
  }),
  bool: (name: string): Field => ({ name, wire: 0, read: (reader) => reader.bool() }),
  int32: (name: string): Field => ({ name, wire: 0, read: (reader) => reader.int32() }),
  uint32: (name: string): Field => ({ name, wire: 0, read: (reader) => reader.uint32() }),
  int64: (name: string): Field => ({ name, wire: 0, read: (reader) => String(reader.int64()) }),
  fixed32: (name: string): Field => ({ name, wire: 5, read: (reader) => reader.fixed32() }),
  fixed64: (name: string): Field => ({ name, wire: 1, read: (reader) => String(reader.fixed64()) }),
  double: (name: string): Field => ({
    name,
    wire: 1,
    read: (reader, loss) => doubleOf(reader.double(), loss),
  }),
  /** Fields are asked for when they are needed, because values hold values. */
  message: (name: string, fields: () => Fields): Field => ({
    name,
    wire: 2,
    read: (reader, loss, depth) => readMessage(reader, reader.uint32(), fields(), loss, depth + 1),
  }),
  list: (name: string, fields: () => Fields): Field => ({
    ...field.message(name, fields),
    isList: true,
  }),
} as const;

function readMessage(reader: Reader, length: number, fields: Fields, loss: Loss, depth: number): Json {
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError('a message is longer than what holds it');
  loss.valuesLeft -= 1;
  if (depth > logLimits.otlpDepthMax || loss.valuesLeft < 0) {
    loss.is = true;
    reader.pos = end;
    return null;
  }
  const into: { [name: string]: Json } = {};
  while (reader.pos < end) {
    if (loss.valuesLeft < 0) {
      reader.pos = end;
      break;
    }
    const tag = reader.uint32();
    const known = fields.get(tag >>> 3);
    if (known === undefined || (tag & 7) !== known.wire) {
      loss.is = true;
      reader.skipType(tag & 7);
      continue;
    }
    const value = known.read(reader, loss, depth);
    const before = into[known.name];
    if (known.isList !== true) {
      // The last one counts, as the format says; that there were more is not in the JSON.
      if (before !== undefined) loss.is = true;
      into[known.name] = value;
    } else if (Array.isArray(before)) before.push(value);
    else into[known.name] = [value];
  }
  if (reader.pos !== end) throw new RangeError('a message is longer than what holds it');
  return into;
}

/** @returns null when the bytes are no such message; `isExact` says whether JSON holds all of them */
export function readProtobuf(
  bytes: Uint8Array,
  fields: Fields,
): { readonly value: Json; readonly isExact: boolean } | null {
  const loss: Loss = { is: false, valuesLeft: logLimits.otlpValuesMax };
  try {
    const value = readMessage(protobuf.Reader.create(bytes), bytes.length, fields, loss, 0);
    return { value, isExact: !loss.is };
  } catch {
    return null;
  }
}

/** The bytes of each message in a message, with the number of its field; null when the bytes are no message, or more than a request may hold. */
export function embedded(
  bytes: Uint8Array,
): { readonly number: number; readonly bytes: Uint8Array }[] | null {
  const found: { number: number; bytes: Uint8Array }[] = [];
  try {
    const reader = protobuf.Reader.create(bytes);
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (found.length > logLimits.requestEntriesMax) return null;
      if ((tag & 7) === 2) found.push({ number: tag >>> 3, bytes: reader.bytes() });
      else reader.skipType(tag & 7);
    }
  } catch {
    return null;
  }
  return found;
}
