// SPDX-License-Identifier: Apache-2.0
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { LogTransport } from '@belfry/contract';
import type { LogHouse, SourceRegistry } from '../../house.ts';
import { within } from '../again.ts';
import type { StreamLimits } from './connections.ts';
import type { Framed, StreamProtocol, Taken } from './protocol.ts';

export type StreamHouse = Pick<LogHouse, 'counts' | 'journal' | 'logger' | 'sources'>;

/** What all connections of a receiver have handed over together. */
export interface SharedBytes {
  unsyncedBytes: number;
}

/** One sender's stream: reads, hands to the journal, answers in order, and stops reading when it is ahead of the disk. */
export class Connection {
  readonly #house: StreamHouse;
  readonly #limits: StreamLimits;
  readonly #shared: SharedBytes;
  readonly #transport: LogTransport;
  readonly #socket: Socket;
  readonly #protocol: StreamProtocol;
  readonly #sender: Parameters<SourceRegistry['bySender']>[0];
  /** Bytes handed over and not yet on disk. */
  #unsyncedBytes = 0;
  /** Everything handed over so far is on disk and answered. */
  #settled: Promise<void> = Promise.resolve();
  /** When the oldest batch that waits was handed over. */
  readonly #waitingSince: number[] = [];
  /** Bytes of answers that wait for entries before them. */
  #answersBytes = 0;
  /** Since when answers pile up that the sender does not read. */
  #unheardSince: number | null = null;
  #frameBeganAt: number | null = null;
  #frameBytes = 0;
  #isPaused = false;
  #isOver = false;
  readonly #closed: Promise<void>;

  constructor(
    parts: {
      readonly house: StreamHouse;
      readonly limits: StreamLimits;
      readonly shared: SharedBytes;
      readonly transport: LogTransport;
      readonly protocol: StreamProtocol;
    },
    socket: Socket,
    onClosed: () => void,
  ) {
    this.#house = parts.house;
    this.#limits = parts.limits;
    this.#shared = parts.shared;
    this.#transport = parts.transport;
    this.#protocol = parts.protocol;
    this.#socket = socket;
    const { remoteAddress: address = '', remotePort: port = 0 } = socket;
    const certificate = socket instanceof TLSSocket ? certificateOf(socket) : null;
    this.#sender = { transport: this.#transport, address, port, ...(certificate && { certificate }) };
    this.#closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.setKeepAlive(true, this.#limits.keepAliveMs);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => this.#ended());
    socket.on('drain', () => this.#heard());
    // A reset is the sender's way of going; what it sent before is kept.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#keepRest();
      this.#protocol.release();
      onClosed();
    });
  }

  /** Drops a sender that holds a frame open without sending, or whose entries the disk does not take in time. */
  sweep(now: number): void {
    const oldest = this.#waitingSince[0];
    // The sender gives up at 90 s and sends again elsewhere; an answer later than that helps nobody.
    if (oldest !== undefined && now - oldest > this.#limits.answerMsMax) this.#drop('not_durable');
    if (this.#unheardSince !== null && now - this.#unheardSince > this.#limits.answerMsMax) {
      this.#drop('answers_unread');
    }
    if (this.#frameBeganAt === null) return;
    // While we do not read, the sender cannot be blamed.
    if (this.#isPaused) {
      this.#frameBeganAt = now;
      this.#frameBytes = 0;
      return;
    }
    const ms = now - this.#frameBeganAt;
    if (
      ms > this.#limits.frameMsMax &&
      this.#frameBytes < (ms / 1_000) * this.#limits.frameBytesPerSecondMin
    ) {
      this.#drop('too_slow');
    }
  }

  get heldBytes(): number {
    return this.#isOver ? 0 : this.#protocol.heldBytes;
  }

  /** Gives its memory to others: what came of its frame is kept as a stop would keep it, and the sender is dropped. */
  giveUp(): void {
    this.#keepRest();
    this.#protocol.release();
    this.#drop('memory');
  }

  /** Reads no more, waits until everything read is on disk and answered, then says goodbye. */
  async stop(): Promise<void> {
    this.#isOver = true;
    this.#socket.pause();
    this.#keepRest();
    const isSettled = await within(this.#limits.stopMsMax, this.#settled);
    const { farewell } = this.#protocol;
    // A disk that is full must not keep us from ending: what RELP has no answer to comes again.
    if (!isSettled) this.#drop('not_durable');
    else if (this.#socket.writable) this.#socket.end(farewell ?? '');
    this.#socket.destroySoon();
    // Nobody who does not read his answers keeps us from ending.
    if (!(await within(this.#limits.stopMsMax, this.#closed))) this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#frameBytes += chunk.length;
    const taken = this.#protocol.push(chunk);
    if (!this.#protocol.isInFrame) this.#frameBeganAt = null;
    else if (taken !== null || this.#frameBeganAt === null) {
      this.#frameBeganAt = performance.now();
      this.#frameBytes = 0;
    }
    if (taken !== null) this.#submit(taken);
    const { failure } = this.#protocol;
    if (failure !== null) {
      this.#isOver = true;
      this.#socket.pause();
      void this.#settled.then(() => this.#drop(failure));
      return;
    }
    if (this.#isAhead() || !this.#house.journal.isOpen) this.#pause();
  }

  #submit({ framed, isLast, reply }: Taken): void {
    const appended = framed === null ? null : this.#append(framed);
    this.#answersBytes += reply?.length ?? 0;
    if (isLast) this.#isOver = true;
    this.#settled = this.#settled.then(async () => {
      if (appended !== null && !(await appended)) return;
      if (reply !== null) this.#answer(reply);
      if (isLast) this.#socket.end();
    });
  }

  #answer(reply: string): void {
    this.#answersBytes -= reply.length;
    if (!this.#socket.writable) return;
    this.#socket.write(reply);
    if (this.#socket.writableLength > this.#limits.unreadAnswerBytesMax) {
      this.#unheardSince ??= performance.now();
      this.#pause();
    } else this.#mayResume();
  }

  #heard(): void {
    this.#unheardSince = null;
    this.#mayResume();
  }

  /** @returns false when the entries could not be made durable: then nothing may be answered any more. */
  async #append(framed: Framed): Promise<boolean> {
    const { bounds, bytes } = framed;
    const size = bytes.length;
    this.#unsyncedBytes += size;
    this.#shared.unsyncedBytes += size;
    this.#waitingSince.push(performance.now());
    try {
      // Asked for each piece: a source that is adopted while it is connected is known from its next entry on.
      await this.#house.journal.append({ origin: this.#house.sources.bySender(this.#sender), ...framed });
      this.#house.counts.received(this.#transport, bounds.length / 2, size);
      return true;
    } catch (error) {
      this.#house.logger.error({ err: error }, 'Cannot make entries durable: the sender gets no answer');
      this.#drop('not_durable');
      return false;
    } finally {
      this.#unsyncedBytes -= size;
      this.#shared.unsyncedBytes -= size;
      this.#waitingSince.shift();
      this.#mayResume();
    }
  }

  #isAhead(): boolean {
    const { unreadAnswerBytesMax, unsyncedBytesMax, unsyncedOfAllBytesMax } = this.#limits;
    // A sender that sends on and reads no answer would have us hold them all: then it is not read either.
    if (this.#unheardSince !== null || this.#answersBytes > unreadAnswerBytesMax) return true;
    if (this.#shared.unsyncedBytes > unsyncedOfAllBytesMax) return this.#unsyncedBytes > 0;
    // Going on at half keeps the disk and the sender busy at the same time.
    return this.#unsyncedBytes > (this.#isPaused ? unsyncedBytesMax / 2 : unsyncedBytesMax);
  }

  #pause(): void {
    if (this.#isPaused || this.#isOver) return;
    this.#isPaused = true;
    this.#socket.pause();
    if (!this.#house.journal.isOpen) void this.#house.journal.whenOpen().then(() => this.#mayResume());
  }

  /** Asked whenever something became durable, and when the disk has space again. */
  #mayResume(): void {
    if (!this.#isPaused || this.#isOver || this.#isAhead()) return;
    if (!this.#house.journal.isOpen) {
      void this.#house.journal.whenOpen().then(() => this.#mayResume());
      return;
    }
    this.#isPaused = false;
    this.#socket.resume();
  }

  /** The sender says no more, and may still listen: answers go out before we end too. */
  #ended(): void {
    this.#keepRest();
    this.#isOver = true;
    void this.#settled.then(() => this.#socket.end());
  }

  #keepRest(): void {
    const framed = this.#protocol.end();
    if (framed !== null) this.#submit({ framed, reply: null, isLast: false });
  }

  #drop(reason: string): void {
    if (this.#socket.destroyed) return;
    this.#isOver = true;
    this.#house.counts.refused(this.#transport, reason);
    this.#house.logger.info(
      { transport: this.#transport, peer: this.#sender.address, reason },
      'Dropped a sender',
    );
    this.#socket.destroy();
  }
}

/**
 * Whoever holds the key of a certificate may be known by its fingerprint. Its name counts only where an authority we
 * were told to trust vouches for it: anybody can write a name into a certificate of their own.
 */
function certificateOf(socket: TLSSocket): { fingerprint256: string; subject: string } | null {
  const { fingerprint256, subject } = socket.getPeerCertificate();
  if (!fingerprint256) return null;
  const name: unknown = socket.authorized ? subject?.CN : undefined;
  return { fingerprint256, subject: typeof name === 'string' && !name.includes('\n') ? `CN=${name}` : '' };
}
