// SPDX-License-Identifier: Apache-2.0
import dgram from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import type { Batch, Origin } from '../../batch.ts';
import type { Receiver } from '../../house.ts';
import { logLimits } from '../../log-limits.ts';
import { again, within } from '../again.ts';
import { type Bound, keepListening } from '../stream/listening.ts';
import type { ReceiverHouse } from '../stream/stream-receiver.ts';

const transport = 'syslog-udp';

/** Datagrams of one origin that came together. */
interface Pile {
  readonly datagrams: Buffer[];
  readonly bounds: number[];
  size: number;
}

/**
 * Syslog by UDP: a datagram is an entry. Nothing can be held back or answered, so whatever cannot be taken is counted,
 * what the kernel drops before us included.
 */
export function receiveUdp(house: ReceiverHouse, port: number, listenAgainMs?: number): Promise<Receiver> {
  const intake = new Intake(house);
  const { host } = house.configuration;
  return keepListening({
    house,
    transport,
    host,
    port,
    bind: () => bind(house, intake, host, port),
    finish: () => intake.settle(),
    ...(listenAgainMs !== undefined && { listenAgainMs }),
  });
}

async function bind(house: ReceiverHouse, intake: Intake, host: string, port: number): Promise<Bound> {
  const socket = dgram.createSocket({
    type: isIPv6(host) ? 'udp6' : 'udp4',
    recvBufferSize: logLimits.udpBufferBytes,
  });
  socket.on('message', (datagram, from) => intake.take(datagram, from));
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address: host, port }, () => {
      socket.removeListener('error', reject);
      resolve();
    });
  });
  const granted = socket.getRecvBufferSize();
  if (granted < logLimits.udpBufferBytes) {
    house.logger.info(
      { granted, wanted: logLimits.udpBufferBytes },
      'The system gives syslog by UDP a smaller buffer than asked for: raise net.core.rmem_max against loss in bursts',
    );
  }
  const watching = new AbortController();
  const bound = socket.address().port;
  const drops = kernelDrops(bound, (count) => house.counts.refused(transport, 'kernel_buffer_full', count));
  void drops().then(() => again(logLimits.udpDropsLookMs, watching.signal, drops));
  return {
    port: bound,
    broke: new Promise((resolve) => socket.once('error', resolve)),
    close: async () => {
      watching.abort();
      await drops();
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}

class Intake {
  readonly #house: ReceiverHouse;
  #piles = new Map<Origin, Pile>();
  #size = 0;
  #isDue = false;
  #unsyncedBytes = 0;
  readonly #running = new Set<Promise<unknown>>();

  constructor(house: ReceiverHouse) {
    this.#house = house;
  }

  take(datagram: Buffer, { address, port }: { address: string; port: number }): void {
    const reason = this.#reasonToDrop(datagram);
    if (reason !== null) {
      this.#house.counts.refused(transport, reason);
      return;
    }
    const origin = this.#house.sources.bySender({ transport, address, port });
    let pile = this.#piles.get(origin);
    if (pile === undefined) {
      pile = { datagrams: [], bounds: [], size: 0 };
      this.#piles.set(origin, pile);
    }
    pile.bounds.push(pile.size, pile.size + datagram.length);
    pile.datagrams.push(datagram);
    pile.size += datagram.length;
    this.#size += datagram.length;
    if (this.#size >= logLimits.udpBatchBytes) this.#hand();
    else if (!this.#isDue) {
      this.#isDue = true;
      // After the datagrams that are in the socket now: one batch for all of them.
      setImmediate(() => this.#hand());
    }
  }

  async settle(): Promise<void> {
    this.#hand();
    // A disk that is full must not keep us from ending.
    await within(logLimits.stream.stopMsMax, Promise.all(this.#running));
  }

  #reasonToDrop(datagram: Buffer): string | null {
    if (datagram.length === 0) return 'empty';
    if (!this.#house.journal.isOpen) return 'disk_full';
    return this.#unsyncedBytes > logLimits.udpUnsyncedBytesMax ? 'behind' : null;
  }

  #hand(): void {
    this.#isDue = false;
    const piles = this.#piles;
    this.#piles = new Map();
    this.#size = 0;
    for (const [origin, { bounds, datagrams, size }] of piles) {
      const [first] = datagrams;
      const bytes = datagrams.length === 1 && first !== undefined ? first : Buffer.concat(datagrams, size);
      const running = this.#append({ origin, bytes, bounds });
      this.#running.add(running);
      void running.finally(() => this.#running.delete(running));
    }
  }

  async #append(batch: Batch): Promise<void> {
    const count = batch.bounds.length / 2;
    this.#unsyncedBytes += batch.bytes.length;
    try {
      await this.#house.journal.append(batch);
      this.#house.counts.received(transport, count, batch.bytes.length);
    } catch (error) {
      this.#house.counts.refused(transport, 'not_durable', count);
      this.#house.logger.error({ err: error }, 'Cannot make datagrams durable: they are lost');
    } finally {
      this.#unsyncedBytes -= batch.bytes.length;
    }
  }
}

/** What the kernel threw away because the socket was full, as Linux tells it; elsewhere nothing is known. */
function kernelDrops(port: number, tell: (count: number) => void): () => Promise<void> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  let before: number | null = null;
  return async () => {
    const tables = await Promise.all(
      ['/proc/net/udp', '/proc/net/udp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
    );
    const now = tables.reduce((sum, table) => sum + dropsOf(table, wanted), 0);
    if (before !== null && now > before) tell(now - before);
    before = now;
  };
}

/** Column 2 is the local address, the last one counts drops. */
export function dropsOf(table: string, endOfAddress: string): number {
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(endOfAddress))
    .reduce((sum, columns) => sum + (Number(columns.at(-1)) || 0), 0);
}
