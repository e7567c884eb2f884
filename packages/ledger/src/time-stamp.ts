// SPDX-License-Identifier: Apache-2.0
import { hexOfBytes } from './bytes.ts';
import { type Fault, fault, isFault } from './fault.ts';

/** One element of DER (X.690): its tag, its content, and itself whole. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

const LENGTH_BYTES_MAX = 4;

function elementAt(bytes: Uint8Array, at: number): DerElement | null {
  const tag = bytes[at] as number;
  const short = bytes[at + 1] ?? 0x80;
  const more = short < 0x80 ? 0 : short - 0x80;
  let length = short < 0x80 ? short : 0;
  // Tags of more than one byte and lengths without an end are no DER that a time-stamp has.
  if (tag % 32 === 31 || short === 0x80 || more > LENGTH_BYTES_MAX || at + 2 + more > bytes.length)
    return null;
  for (let index = 0; index < more; index += 1) {
    length = length * 256 + (bytes[at + 2 + index] as number);
  }
  const begin = at + 2 + more;
  // DER has one spelling of a length, the shortest.
  const isShortest = more === 0 || (length >= 0x80 && bytes[at + 2] !== 0);
  return !isShortest || begin + length > bytes.length
    ? null
    : { tag, content: bytes.subarray(begin, begin + length), whole: bytes.subarray(at, begin + length) };
}

/**
 * The elements that lie one behind the other in bytes of DER, which they fill.
 *
 * @example
 * ```ts
 * derElements(Uint8Array.of(2, 1, 7)); // one INTEGER, 7
 * derElements(Uint8Array.of(2, 2, 7)); // { fault: 'time_stamp.malformed', … }: it ends inside
 * ```
 */
export function derElements(bytes: Uint8Array): DerElement[] | Fault {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const element = elementAt(bytes, at);
    if (element === null) return fault('time_stamp.malformed', `no element of DER begins at byte ${at}`);
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

const SEQUENCE = 0x30;
const GENERALIZED_TIME = 0x18;
const signedDataOid = '2a864886f70d010702';
const tstInfoOid = '2a864886f70d0109100104';
const sha256Oid = '608648016503040201';

/** A time-stamp (RFC 3161) as it can be read; who signed it, and whether that holds, is the platform's to say. */
export interface TimeStamp {
  /** SHA-256 the authority was shown. */
  readonly imprint: Uint8Array;
  /** The moment it states, milliseconds since 1970. */
  readonly at: number;
  /** TSTInfo, the bytes the signature is about. */
  readonly info: Uint8Array;
  /** SignedData of CMS (RFC 5652), with the signature and the certificates. */
  readonly signedContent: Uint8Array;
}

/** Elements inside the one SEQUENCE that bytes are, or none. */
function within(bytes: Uint8Array | undefined): DerElement[] {
  const outer = bytes === undefined ? [] : derElements(bytes);
  const only = isFault(outer) || outer.length !== 1 || outer[0]?.tag !== SEQUENCE ? null : outer[0];
  const inner = only === null ? [] : derElements(only.content);
  return isFault(inner) ? [] : inner;
}

const hexOf = (element: DerElement | undefined) => (element === undefined ? '' : hexOfBytes(element.content));

/** Milliseconds of GeneralizedTime as RFC 3161 allows it: UTC, fraction without trailing zero. */
function momentOf(element: DerElement | undefined): number {
  const text = element?.tag === GENERALIZED_TIME ? String.fromCharCode(...element.content) : '';
  const read = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/.exec(text);
  if (read === null) return Number.NaN;
  const [, year, month, day, hour, minute, second, fraction = ''] = read;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`);
}

/**
 * Reads the answer of a time-stamping authority (TimeStampResp, DER): that it was granted, over which digest, and when.
 *
 * @example
 * ```ts
 * readTimeStamp(Uint8Array.of(0x30, 0)); // { fault: 'time_stamp.malformed', … }
 * ```
 */
export function readTimeStamp(bytes: Uint8Array): TimeStamp | Fault {
  const [status, token] = within(bytes);
  // 0 is granted, 1 is granted with changes to what was asked; a text may follow (RFC 3161 section 2.4.2).
  const granted = hexOfBytes((status?.content ?? new Uint8Array(0)).subarray(0, 3));
  if (status?.tag !== SEQUENCE || !['020100', '020101'].includes(granted)) {
    return fault('time_stamp.malformed', 'it is no answer of a time-stamping authority that grants one');
  }
  const [type, explicit] = within(token?.whole);
  const signedContent = explicit?.content;
  const content = within(signedContent)[2];
  const [contentType, wrapped] = within(content?.whole);
  const octets = wrapped === undefined ? [] : derElements(wrapped.content);
  const info = isFault(octets) ? undefined : octets[0]?.content;
  const read = isFault(octets) ? [] : [type, explicit, contentType, wrapped, octets[0]];
  // OID, [0], OID, [0], OCTET STRING; and version 3, which the signature does not cover either.
  const hasTags =
    read.map((each) => each?.tag).join() === '6,160,6,160,4' && hexOf(within(signedContent)[0]) === '03';
  const [, , imprintOf, , moment] = within(info);
  const [algorithm, digest] = within(imprintOf?.whole);
  const at = momentOf(moment);
  const isSha256 = hexOf(within(algorithm?.whole)[0]) === sha256Oid && digest?.content.length === 32;
  const isToken = [type, contentType].map(hexOf).join() === `${signedDataOid},${tstInfoOid}` && hasTags;
  if (!isToken || !isSha256 || Number.isNaN(at) || signedContent === undefined || info === undefined) {
    return fault('time_stamp.malformed', 'it holds no time-stamp over a SHA-256');
  }
  return { imprint: (digest as DerElement).content, at, info, signedContent };
}
