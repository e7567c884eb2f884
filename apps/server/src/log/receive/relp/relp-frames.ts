// SPDX-License-Identifier: Apache-2.0
import { Carry, type CarryBudget } from '../stream/carry.ts';
import { FramedEntries } from '../stream/framed-entries.ts';
import type { StreamFailure, StreamProtocol, Taken } from '../stream/protocol.ts';

const LF = 0x0a;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const NUMBER_DIGITS_MAX = 9;
const COMMAND_LETTERS_MAX = 32;
const HEADER_BYTES_MAX = 2 * NUMBER_DIGITS_MAX + COMMAND_LETTERS_MAX + 3;
/** What `open` offers is a few lines. */
const OPEN_BYTES_MAX = 65_536;
const DONE = '200 OK';

interface Header {
  readonly transaction: number;
  readonly command: string;
  readonly length: number;
  /** Where its data begin. */
  readonly at: number;
}

/**
 * RELP as librelp speaks it: frames `TXNR SP COMMAND SP DATALEN [SP DATA] LF`. Never answers 500 to an entry, because
 * rsyslog then throws it away; a connection that ends without answer makes it send again. Answers come in the order
 * of the commands, after everything before is on disk.
 */
export class RelpFrames implements StreamProtocol {
  /** Transaction 0 is a hint: the sender keeps what was not answered and connects again. */
  readonly farewell = '0 serverclose 0\n';
  readonly #entries: FramedEntries;
  readonly #carry: Carry;
  #header: Header | null = null;
  /** Bytes of the frame in progress that have not come, its line feed included. */
  #remaining = 0;
  #isOpened = false;
  #isClosed = false;
  #failure: StreamFailure | null = null;
  #reply = '';

  constructor(entryBytesMax: number, budget: CarryBudget) {
    this.#entries = new FramedEntries(entryBytesMax);
    this.#carry = new Carry(Math.max(entryBytesMax, OPEN_BYTES_MAX), budget);
  }

  get failure(): StreamFailure | null {
    return this.#failure;
  }

  get heldBytes(): number {
    return this.#carry.held;
  }

  get isInFrame(): boolean {
    return this.#header !== null || this.#carry.length > 0;
  }

  push(chunk: Buffer): Taken | null {
    this.#entries.begin();
    this.#reply = '';
    const { at, bytes } = this.#resume(chunk);
    if (bytes !== null) this.#readFrames(bytes, at);
    const framed = bytes === null ? null : this.#entries.of(bytes);
    if (framed === null && this.#reply === '') return null;
    return { framed, reply: this.#reply, isLast: this.#isClosed };
  }

  /** What came in part was never answered, so it is sent again. */
  end(): null {
    return null;
  }

  release(): void {
    this.#carry.release();
  }

  #resume(chunk: Buffer): { bytes: Buffer | null; at: number } {
    if (this.#header === null) {
      return { bytes: this.#carry.length === 0 ? chunk : this.#carry.joined(chunk), at: 0 };
    }
    const isWhole = this.#remaining <= chunk.length;
    const head = isWhole ? chunk.subarray(0, this.#remaining - 1) : chunk;
    // Without its line feed, which the length does not count: it may be the last byte of this very piece.
    const ofPayload = Math.min(head.length, Math.max(0, this.#remaining - 1));
    if (!this.#carry.keep(head.subarray(0, ofPayload))) this.#failure = 'memory';
    if (!isWhole || this.#failure !== null) {
      this.#remaining -= chunk.length;
      return { bytes: null, at: 0 };
    }
    if (chunk[this.#remaining - 1] !== LF) {
      this.#failure = 'bad_frame';
      return { bytes: null, at: 0 };
    }
    const kept = this.#carry.length;
    const bytes = this.#carry.joined(chunk.subarray(this.#remaining));
    const header = this.#header;
    this.#header = null;
    this.#frame(bytes, header, 0, kept);
    return { bytes, at: kept };
  }

  #readFrames(bytes: Buffer, from: number): void {
    let at = from;
    while (at < bytes.length && this.#failure === null && !this.#isClosed) {
      const header = readHeader(bytes, at);
      if (header === 'more') {
        if (!this.#carry.keep(bytes.subarray(at))) this.#failure = 'memory';
        return;
      }
      if (header === 'bad' || !this.#mayCome(header)) {
        this.#failure ??= 'bad_frame';
        return;
      }
      const end = header.at + header.length;
      if (end >= bytes.length) {
        this.#header = header;
        this.#remaining = end + 1 - bytes.length;
        if (!this.#carry.keep(bytes.subarray(header.at, end))) this.#failure = 'memory';
        return;
      }
      if (bytes[end] !== LF) {
        this.#failure = 'bad_frame';
        return;
      }
      this.#frame(bytes, header, header.at, end);
      at = end + 1;
    }
  }

  /** Looked at before its data come, so that nobody makes us wait for what we will not take. */
  #mayCome({ command, length }: Header): boolean {
    if (command === 'syslog') {
      if (!this.#isOpened) this.#failure = 'not_opened';
    } else if (command !== 'open' && command !== 'close') {
      this.#failure = 'unknown_command';
    } else if (length > OPEN_BYTES_MAX) {
      this.#failure = 'too_long';
    }
    return this.#failure === null;
  }

  #frame(bytes: Buffer, header: Header, start: number, end: number): void {
    const { command, length, transaction } = header;
    if (command === 'syslog') {
      this.#entries.add(start, end, length);
      // An empty one too: not to answer it would make the sender repeat it for ever.
      this.#reply += `${transaction} rsp ${DONE.length} ${DONE}\n`;
    } else if (command === 'open') {
      this.#open(transaction, bytes.toString('latin1', start, end));
    } else {
      this.#isClosed = true;
      this.#reply += `${transaction} rsp 0\n${this.farewell}`;
    }
  }

  /** The version is the one that was offered: librelp offers 0, which its own specification forbids. */
  #open(transaction: number, offers: string): void {
    const offered = new Map(
      offers.split('\n').map((line) => {
        const [name = '', ...value] = line.split('=');
        return [name, value.join('=')] as const;
      }),
    );
    const commands = (offered.get('commands') ?? '').split(',');
    if (!commands.includes('syslog')) {
      this.#failure = 'no_common_command';
      return;
    }
    this.#isOpened = true;
    const version = /^\d{1,3}$/.exec(offered.get('relp_version') ?? '')?.[0] ?? '0';
    const answer = `${DONE}\nrelp_version=${version}\nrelp_software=belfry\ncommands=syslog`;
    this.#reply += `${transaction} rsp ${answer.length} ${answer}\n`;
  }
}

/** A header of no more than 53 bytes, so that a stream without structure is known at once. */
function readHeader(bytes: Buffer, from: number): Header | 'more' | 'bad' {
  const transaction = readNumber(bytes, from);
  if (typeof transaction === 'string') return transaction;
  if (bytes[transaction.at] !== SPACE) return 'bad';
  const commandAt = transaction.at + 1;
  const commandEnd = bytes.indexOf(SPACE, commandAt);
  if (commandEnd === -1 || commandEnd - commandAt > COMMAND_LETTERS_MAX) {
    return bytes.length - commandAt > COMMAND_LETTERS_MAX || bytes.length - from > HEADER_BYTES_MAX
      ? 'bad'
      : 'more';
  }
  const length = readNumber(bytes, commandEnd + 1);
  if (typeof length === 'string') return length;
  const hasPayload = bytes[length.at] === SPACE;
  // Without data there is no space; some write it all the same.
  if (!hasPayload && (length.value > 0 || bytes[length.at] !== LF)) return 'bad';
  const command = bytes.toString('latin1', commandAt, commandEnd);
  return {
    transaction: transaction.value,
    command,
    length: length.value,
    at: hasPayload ? length.at + 1 : length.at,
  };
}

/** @returns the number and the place behind it, where there is a byte. */
function readNumber(bytes: Buffer, from: number): { value: number; at: number } | 'more' | 'bad' {
  let value = 0;
  for (let at = from; at <= from + NUMBER_DIGITS_MAX; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) return 'more';
    if (byte < ZERO || byte > NINE) return at === from ? 'bad' : { value, at };
    value = value * 10 + byte - ZERO;
  }
  return 'bad';
}
