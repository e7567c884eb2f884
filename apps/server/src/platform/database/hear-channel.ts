// SPDX-License-Identifier: Apache-2.0
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** A channel of NOTIFY, and who hears it. */
export interface Hearing {
  readonly connection: () => pg.ClientConfig;
  readonly channel: string;
  readonly connectMsMax: number;
  /** Called for each notification, and once at the beginning: what changed while nobody listened was not told. */
  readonly onHeard: () => void;
}

/** Resolves when the connection ends, or the signal ends it; rejects where there is none. Whoever calls it tries again. */
export async function hearChannel(hearing: Hearing, signal: AbortSignal): Promise<void> {
  const { channel, connection, connectMsMax, onHeard } = hearing;
  const client = new pg.Client({ ...connection(), connectionTimeoutMillis: connectMsMax });
  // Once connected, 'end' follows every 'error'; before that, connect() rejects.
  client.on('error', () => undefined);
  client.on('notification', onHeard);
  await client.connect();
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
  const end = () => void client.end().catch(() => undefined);
  signal.addEventListener('abort', end);
  try {
    if (signal.aborted) end();
    else {
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      onHeard();
    }
    await ended;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/**
 * Hears a channel until stopped, on a new connection whenever the last one ended. What is told in between is lost: for
 * whoever also looks by themselves.
 */
export function keepHearing(hearing: Hearing, againMs: number): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const listen = async () => {
    while (!signal.aborted) {
      await hearChannel(hearing, signal).catch(() => undefined);
      await delay(againMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const listening = listen();
  return {
    stop: async () => {
      stopping.abort();
      await listening;
    },
  };
}
