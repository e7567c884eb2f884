// SPDX-License-Identifier: Apache-2.0
import net from 'node:net';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import type { Batch } from '../src/log/batch.ts';
import type { Journal, Receiver } from '../src/log/house.ts';
import type { StreamLimits } from '../src/log/receive/stream/connections.ts';
import type { ReceiverHouse } from '../src/log/receive/stream/stream-receiver.ts';
import { readConfiguration } from '../src/platform/configuration/configuration.ts';

/** What a receiver made durable, and a journal that a test may close or hold. */
export interface StreamHouse {
  readonly house: ReceiverHouse;
  readonly entries: { readonly raw: Buffer; readonly cut: number | null; readonly batch: Batch }[];
  readonly refused: Map<string, number>;
  readonly alarms: Map<string, Readonly<Record<string, string | number>>>;
  readonly certificates: ({ readonly fingerprint256: string; readonly subject: string } | undefined)[];
  texts(): string[];
  /** Withholds durability until the returned function is called. */
  hold(): () => void;
  close(): () => void;
}

/** Everything a receiver of streams stands on, with a journal in memory. */
export function openStreamHouse(variables: Record<string, string> = {}): StreamHouse {
  const entries: StreamHouse['entries'] = [];
  const refused = new Map<string, number>();
  const alarms: StreamHouse['alarms'] = new Map();
  const certificates: StreamHouse['certificates'] = [];
  let held: Promise<void> = Promise.resolve();
  let closed: Promise<void> | null = null;
  const journal: Journal = {
    append: async (batch) => {
      await closed;
      await held;
      const firstSeq = entries.length;
      for (let at = 0; at < batch.bounds.length; at += 2) {
        const raw = Buffer.from(batch.bytes.subarray(batch.bounds[at], batch.bounds[at + 1]));
        entries.push({ raw, cut: batch.cut?.get(at / 2) ?? null, batch });
      }
      return { firstSeq, count: batch.bounds.length / 2 };
    },
    get isOpen() {
      return closed === null;
    },
    whenOpen: async () => {
      await closed;
    },
  };
  const house: ReceiverHouse = {
    configuration: readConfiguration({
      environment: {
        BELFRY_HOST: '127.0.0.1',
        BELFRY_SYSLOG_PORT: '0',
        BELFRY_SYSLOG_TLS_PORT: '0',
        BELFRY_RELP_PORT: '0',
        ...variables,
      },
      args: [],
    }),
    logger: pino({ level: 'silent' }),
    journal,
    sources: {
      byToken: () => null,
      bySender: ({ address, certificate, port, transport }) => {
        certificates.push(certificate);
        return {
          sourceId: '01890000-0000-7000-8000-000000000001',
          stream: 'technical',
          retentionClass: 'technical',
          transport,
          peer: `${address}:${port}`,
        };
      },
    },
    counts: {
      refused: (receiver, reason, count = 1) => {
        const name = `${receiver} ${reason}`;
        refused.set(name, (refused.get(name) ?? 0) + count);
      },
      received: () => undefined,
    },
    alarms: {
      raise: (kind, subject, facts) => void alarms.set(`${kind} ${subject}`, facts),
      clear: (kind, subject) => void alarms.delete(`${kind} ${subject}`),
    },
  };
  return {
    house,
    entries,
    refused,
    alarms,
    certificates,
    texts: () => entries.map(({ raw }) => raw.toString()),
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    close: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      closed = promise;
      return () => {
        closed = null;
        resolve();
      };
    },
  };
}

/** Starts receivers and stops them with the test. @returns their ports by transport */
export async function startReceivers(
  t: TestContext,
  { house }: StreamHouse,
  start: (house: ReceiverHouse, limits: Partial<StreamLimits>) => Promise<Receiver[]>,
  limits: Partial<StreamLimits> = {},
): Promise<Map<string, number>> {
  const receivers = await start(house, limits);
  t.after(() => Promise.all(receivers.map((receiver) => receiver.stop())));
  return new Map(receivers.map(({ port, transport }) => [transport, port ?? 0]));
}

/** A sender that keeps what it is told. */
export interface Sender {
  readonly socket: net.Socket;
  readonly heard: () => string;
  readonly closed: Promise<void>;
}

export async function connect(
  t: TestContext,
  port: number,
  options: Pick<
    net.TcpNetConnectOpts & net.SocketConstructorOpts,
    'allowHalfOpen' | 'host' | 'localAddress'
  > = {},
): Promise<Sender> {
  const socket = net.connect({ host: '127.0.0.1', ...options, port });
  const heard: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => heard.push(chunk));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  t.after(() => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return { socket, closed, heard: () => Buffer.concat(heard).toString() };
}

/** A machine with everything else to do is slow, and nothing that holds waits so long. */
const WAIT_MS_MAX = 240_000;

export const RELP_OPEN = '1 open 30 relp_version=0\ncommands=syslog\n';

/** A RELP session that is open. */
export async function openRelp(t: TestContext, port: number): Promise<Sender> {
  const sender = await connect(t, port);
  sender.socket.write(RELP_OPEN);
  await eventually(() => sender.heard().includes('commands=syslog'));
  return sender;
}

export async function eventually(holds: () => boolean | Promise<boolean>, what = 'it'): Promise<void> {
  const until = performance.now() + WAIT_MS_MAX;
  while (!(await holds())) {
    if (performance.now() > until)
      throw new Error(`Waited ${WAIT_MS_MAX / 1_000} s and ${what} never came true`);
    await delay(10);
  }
}
