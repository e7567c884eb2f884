// SPDX-License-Identifier: Apache-2.0
import type { LogTransport } from '@belfry/contract';
import type { LogHouse, Receiver } from '../../house.ts';
import { logLimits } from '../../log-limits.ts';
import { pause } from '../again.ts';

/** A socket that is bound. */
export interface Bound {
  readonly port: number;
  /** Resolves when it stops listening by itself, with the reason. */
  readonly broke: Promise<Error>;
  close(): Promise<void>;
}

export interface ListeningParts {
  readonly house: Pick<LogHouse, 'alarms' | 'logger'>;
  readonly transport: LogTransport;
  readonly host: string;
  readonly port: number;
  bind(): Promise<Bound>;
  /** Ends what is connected, after the socket is closed. */
  finish(): Promise<void>;
  readonly listenAgainMs?: number;
}

/**
 * Keeps a port open. A port that is taken, or an address that is gone, raises an alarm and is tried again: the other
 * receivers and the journal go on. @returns once the first attempt is over, whichever way it went
 */
export async function keepListening(parts: ListeningParts): Promise<Receiver> {
  const { house, transport } = parts;
  const stopping = new AbortController();
  let bound: Bound | null = null;
  const subject = `${transport} ${parts.host}:${parts.port}`;
  const attempt = async () => {
    try {
      bound = await parts.bind();
      house.alarms.clear('receiver', subject);
      house.logger.info({ transport, host: parts.host, port: bound.port }, 'Receiving');
    } catch (error) {
      tell(error);
    }
  };
  const tell = (error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    house.alarms.raise('receiver', subject, { transport, host: parts.host, port: parts.port, reason: code });
    house.logger.error(
      { err: error },
      `Cannot receive ${transport} on ${parts.host}:${parts.port}: ${reasonOf(code)}; trying again`,
    );
  };
  const watch = async () => {
    while (!stopping.signal.aborted) {
      const ended = bound === null ? null : await Promise.race([bound.broke, aborted(stopping.signal)]);
      if (stopping.signal.aborted) return;
      if (ended instanceof Error) {
        await bound?.close();
        bound = null;
        tell(ended);
      }
      await pause(parts.listenAgainMs ?? logLimits.stream.listenAgainMs, stopping.signal);
      if (!stopping.signal.aborted) await attempt();
    }
  };
  await attempt();
  const watching = watch();
  return {
    transport,
    get port() {
      return bound?.port ?? null;
    },
    stop: async () => {
      stopping.abort();
      await watching;
      const closed = bound?.close();
      await parts.finish();
      await closed;
    },
  };
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

function reasonOf(code: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return 'the port is in use by another process';
    case 'EACCES':
      return 'ports below 1024 need a privilege: use a higher one and forward to it';
    case 'EADDRNOTAVAIL':
      return 'this machine does not have the address';
    default:
      return code;
  }
}
