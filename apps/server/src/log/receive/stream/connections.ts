// SPDX-License-Identifier: Apache-2.0
import type { Socket } from 'node:net';
import type { LogTransport } from '@belfry/contract';
import { logLimits } from '../../log-limits.ts';
import { again } from '../again.ts';
import { addressBits, leadingBits } from '../sender-address.ts';
import { carryBudget } from './carry.ts';
import { Connection, type SharedBytes, type StreamHouse } from './connection.ts';
import type { StreamProtocol } from './protocol.ts';

/** Bounds of connections; tests hand in smaller ones. */
export type StreamLimits = {
  readonly [name in keyof typeof logLimits.stream]: number;
};

export type NewProtocol = (entryBytesMax: number, budget: ReturnType<typeof carryBudget>) => StreamProtocol;

/** The connections of one receiver: how many there may be, who is too slow, and how they end. */
export class Connections {
  readonly #house: StreamHouse;
  readonly #transport: LogTransport;
  readonly #limits: StreamLimits;
  readonly #newProtocol: NewProtocol;
  readonly #budget: ReturnType<typeof carryBudget>;
  readonly #shared: SharedBytes = { unsyncedBytes: 0 };
  readonly #open = new Set<Connection>();
  /** Sockets by sender, those included whose TLS handshake is not over. */
  readonly #ofSender = new Map<string, number>();
  readonly #sockets = new Set<Socket>();
  readonly #stopping = new AbortController();

  constructor(house: StreamHouse, transport: LogTransport, newProtocol: NewProtocol, limits: StreamLimits) {
    this.#house = house;
    this.#transport = transport;
    this.#limits = limits;
    this.#newProtocol = newProtocol;
    this.#budget = carryBudget(limits.partialBytesMax, (wanted) => this.#makeRoom(wanted));
    void again(limits.sweepMs, this.#stopping.signal, () => {
      const now = performance.now();
      for (const connection of this.#open) connection.sweep(now);
    });
  }

  get count(): number {
    return this.#sockets.size;
  }

  /** Counts a socket as it is accepted. @returns false when there are too many: it is closed again. */
  admit(socket: Socket): boolean {
    const sender = senderOf(socket.remoteAddress ?? '');
    const ofSender = this.#ofSender.get(sender) ?? 0;
    const free = this.#limits.connectionsMax - this.#sockets.size;
    const isGreedy = free <= this.#limits.connectionsKept && this.#holdsMuch(ofSender, free);
    const reason = free <= 0 ? 'too_many_connections' : isGreedy ? 'too_many_of_address' : null;
    if (reason !== null || this.#stopping.signal.aborted) {
      this.#house.counts.refused(this.#transport, reason ?? 'too_many_connections');
      socket.destroy();
      return false;
    }
    this.#sockets.add(socket);
    this.#ofSender.set(sender, ofSender + 1);
    socket.once('close', () => this.#leave(socket, sender));
    return true;
  }

  /** Reads from a socket that is ready. */
  serve(socket: Socket): void {
    // Gone before we got to it: there is nothing to read and nobody to name.
    if (socket.remoteAddress === undefined || this.#stopping.signal.aborted) {
      socket.destroy();
      return;
    }
    const protocol = this.#newProtocol(logLimits.entryBytesMax, this.#budget);
    const parts = {
      ...{ house: this.#house, limits: this.#limits, transport: this.#transport },
      ...{ protocol, shared: this.#shared },
    };
    const connection: Connection = new Connection(parts, socket, () => this.#open.delete(connection));
    this.#open.add(connection);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([...this.#open].map((connection) => connection.stop()));
    // What is left never came to speak: handshakes that do not end.
    for (const socket of this.#sockets) socket.destroy();
  }

  /**
   * While there is room, whoever comes is served: behind one address may stand all servers of a house. Of the last
   * places nobody gets one who holds more than others on average, or as many as are left, so that whoever comes next
   * finds a place.
   */
  #holdsMuch(ofSender: number, free: number): boolean {
    return ofSender >= free || ofSender * this.#ofSender.size > this.#sockets.size;
  }

  /** Drops the sender that holds most, if that is more than is wanted. */
  #makeRoom(wanted: number): boolean {
    let greediest: Connection | null = null;
    for (const connection of this.#open) {
      if (connection.heldBytes > (greediest?.heldBytes ?? wanted)) greediest = connection;
    }
    greediest?.giveUp();
    return greediest !== null;
  }

  #leave(socket: Socket, sender: string): void {
    this.#sockets.delete(socket);
    const left = (this.#ofSender.get(sender) ?? 1) - 1;
    if (left === 0) this.#ofSender.delete(sender);
    else this.#ofSender.set(sender, left);
  }
}

/** IPv4 addresses begin with 80 zeros and 16 ones, so 64 bits would make one sender of all of them. */
const IPV4_BEGIN = 0xffffn;
const NETWORK_BITS = 64;

/** Who shares: an IPv4 address, or the network of 64 bits that every owner of an IPv6 address has whole. */
function senderOf(address: string): string {
  const bits = addressBits(address);
  if (bits === null) return address;
  return bits >> 32n === IPV4_BEGIN ? String(bits) : `${leadingBits(bits, NETWORK_BITS)}/${NETWORK_BITS}`;
}
