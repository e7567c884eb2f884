// SPDX-License-Identifier: Apache-2.0
import type { Socket } from 'node:net';
import type { LogTransport } from '@belfry/contract';
import { logLimits } from '../../log-limits.ts';
import { again } from '../again.ts';
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
  /** Sockets by address, those included whose TLS handshake is not over. */
  readonly #ofAddress = new Map<string, number>();
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
    const address = socket.remoteAddress ?? '';
    const ofAddress = this.#ofAddress.get(address) ?? 0;
    const isTooMany =
      this.#sockets.size >= this.#limits.connectionsMax || ofAddress >= this.#limits.connectionsOfAddressMax;
    if (isTooMany || this.#stopping.signal.aborted) {
      this.#house.counts.refused(this.#transport, 'too_many_connections');
      socket.destroy();
      return false;
    }
    this.#sockets.add(socket);
    this.#ofAddress.set(address, ofAddress + 1);
    socket.once('close', () => this.#leave(socket, address));
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

  /** Drops the sender that holds most, if that is more than is wanted. */
  #makeRoom(wanted: number): boolean {
    let greediest: Connection | null = null;
    for (const connection of this.#open) {
      if (connection.heldBytes > (greediest?.heldBytes ?? wanted)) greediest = connection;
    }
    greediest?.giveUp();
    return greediest !== null;
  }

  #leave(socket: Socket, address: string): void {
    this.#sockets.delete(socket);
    const left = (this.#ofAddress.get(address) ?? 1) - 1;
    if (left === 0) this.#ofAddress.delete(address);
    else this.#ofAddress.set(address, left);
  }
}
