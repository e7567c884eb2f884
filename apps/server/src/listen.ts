// SPDX-License-Identifier: Apache-2.0
import type { FastifyInstance } from 'fastify';
import type { Configuration } from './platform/configuration/configuration.ts';

/** The desk cannot be reached at the address it was given: the start stops and says what to do. */
class ListenFailed extends Error {
  readonly code = 'server.cannot_listen';
}

/** @returns the port, which the operating system chose when 0 was asked for */
export async function listen(
  served: { readonly app: FastifyInstance; stop(): Promise<void> },
  { host, port }: Pick<Configuration, 'host' | 'port'>,
): Promise<number> {
  try {
    await served.app.listen({ host, port });
  } catch (error) {
    await served.stop();
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw new ListenFailed(
      isTaken
        ? `Cannot listen on ${host}:${port}: the port is in use by another process: choose another with --port, or stop that process`
        : `Cannot listen on ${host}:${port}: ${String(error)}: choose another with --host and --port`,
      { cause: error },
    );
  }
  const bound = served.app.server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : port;
}
