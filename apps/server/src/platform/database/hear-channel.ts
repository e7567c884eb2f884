// SPDX-License-Identifier: Apache-2.0
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
