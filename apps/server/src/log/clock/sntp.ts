// SPDX-License-Identifier: Apache-2.0

/** Of the header of NTP; what follows (extensions, a MAC) is not ours to read. */
const PACKET_BYTES = 48;
/** Seconds from 1900, where NTP begins, to 1970; and from 2036, where its second era begins (RFC 4330 section 3). */
const FIRST_ERA_SECONDS = 2_208_988_800;
const SECOND_ERA_SECONDS = 2_085_978_496;
const MODE_CLIENT = 3;
const MODE_SERVER = 4;
const VERSION = 4;
const LEAP_NOT_SYNCHRONISED = 3;
const STRATUM_MAX = 15;
/** A server further from its reference than this knows the time no better than we do. */
const ROOT_DISTANCE_SECONDS_MAX = 16;

export type SntpRefused =
  | 'too_short'
  | 'wrong_mode'
  | 'not_asked'
  | 'not_synchronised'
  | 'wrong_stratum'
  | 'too_far_from_reference'
  | 'no_time'
  | `kiss_${string}`;

/** What a server says: when it had our question and when it answered, in milliseconds since 1970. */
export interface SntpAnswer {
  readonly receivedMs: number;
  readonly answeredMs: number;
  readonly stratum: number;
}

/**
 * A question of a client (RFC 4330 section 5). What stands for our time is random: an answer must carry it back, so
 * that nobody who does not see the question can answer it, and nobody who does learns our clock.
 */
export function askTime(nonce: Uint8Array): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES);
  packet[0] = (VERSION << 3) | MODE_CLIENT;
  packet.set(nonce.subarray(0, 8), 40);
  return packet;
}

/** Reads an answer. A stranger can have sent it: everything the RFC tells a client to check is checked. */
export function readTime(packet: Buffer, nonce: Uint8Array): SntpAnswer | { readonly refused: SntpRefused } {
  if (packet.length < PACKET_BYTES) return { refused: 'too_short' };
  const first = packet.readUInt8(0);
  const stratum = packet.readUInt8(1);
  if ((first & 7) !== MODE_SERVER) return { refused: 'wrong_mode' };
  if (!packet.subarray(24, 32).equals(nonce.subarray(0, 8))) return { refused: 'not_asked' };
  if (stratum === 0) {
    // Kiss-o'-death (RFC 4330 section 8): four letters that say why it does not serve us.
    const code = packet.toString('latin1', 12, 16).replaceAll(/[^A-Z]/g, '');
    return { refused: `kiss_${code}` };
  }
  if (stratum > STRATUM_MAX) return { refused: 'wrong_stratum' };
  if (first >> 6 === LEAP_NOT_SYNCHRONISED) return { refused: 'not_synchronised' };
  const distance = packet.readInt32BE(4) / 65_536 / 2 + packet.readUInt32BE(8) / 65_536;
  if (distance < 0 || distance > ROOT_DISTANCE_SECONDS_MAX) return { refused: 'too_far_from_reference' };
  const receivedMs = momentAt(packet, 32);
  const answeredMs = momentAt(packet, 40);
  if (receivedMs === null || answeredMs === null) return { refused: 'no_time' };
  return { receivedMs, answeredMs, stratum };
}

function momentAt(packet: Buffer, at: number): number | null {
  const seconds = packet.readUInt32BE(at);
  const fraction = packet.readUInt32BE(at + 4);
  if (seconds === 0 && fraction === 0) return null;
  const sinceEpoch = seconds >= 0x8000_0000 ? seconds - FIRST_ERA_SECONDS : seconds + SECOND_ERA_SECONDS;
  return sinceEpoch * 1_000 + (fraction * 1_000) / 2 ** 32;
}

/** How far our clock is ahead, where it said `sentMs` on asking and the answer took `tookMs` by the monotonic clock. */
export function aheadMs(answer: SntpAnswer, sentMs: number, tookMs: number): number {
  return (sentMs - answer.receivedMs + (sentMs + tookMs - answer.answeredMs)) / 2;
}

/** The middle of what several sources say; null when they are two halves that disagree by more than `apartMsMax`. */
export function agreedOffset(offsetsMs: readonly number[], apartMsMax: number): number | null {
  const sorted = [...offsetsMs].sort((one, other) => one - other);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  const upper = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (lower === undefined || upper === undefined || upper - lower > apartMsMax) return null;
  return (lower + upper) / 2;
}
