// SPDX-License-Identifier: Apache-2.0
import net from 'node:net';
import tls from 'node:tls';
import type { LogTransport } from '@belfry/contract';
import type { LogHouse, Receiver } from '../../house.ts';
import { logLimits } from '../../log-limits.ts';
import type { StreamHouse } from './connection.ts';
import { Connections, type NewProtocol, type StreamLimits } from './connections.ts';
import { type Bound, keepListening } from './listening.ts';
import { followCertificate, tlsOptions } from './receiver-certificate.ts';

export type ReceiverHouse = StreamHouse & Pick<LogHouse, 'alarms' | 'configuration'>;

export interface StreamReceiverParts {
  readonly transport: LogTransport;
  readonly port: number;
  readonly isTls: boolean;
  readonly newProtocol: NewProtocol;
  readonly limits?: Partial<StreamLimits>;
}

/** Receives a protocol over TCP, or over TLS from the first byte. */
export function receiveStreams(house: ReceiverHouse, parts: StreamReceiverParts): Promise<Receiver> {
  const limits = { ...logLimits.stream, ...parts.limits };
  const connections = new Connections(house, parts.transport, parts.newProtocol, limits);
  const { host } = house.configuration;
  return keepListening({
    house,
    transport: parts.transport,
    host,
    port: parts.port,
    listenAgainMs: limits.listenAgainMs,
    bind: () => bind(house, parts, connections, limits),
    finish: () => connections.stop(),
  });
}

async function bind(
  house: ReceiverHouse,
  parts: StreamReceiverParts,
  connections: Connections,
  limits: StreamLimits,
): Promise<Bound> {
  const following = new AbortController();
  const server = parts.isTls
    ? await secureServer(house, parts, connections, limits, following.signal)
    : net.createServer({ allowHalfOpen: true }, (socket) => {
        if (connections.admit(socket)) connections.serve(socket);
      });
  const port = await listen(server, house.configuration.host, parts.port);
  return {
    port,
    broke: new Promise((resolve) => server.once('error', resolve)),
    close: () => {
      following.abort();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function secureServer(
  house: ReceiverHouse,
  { transport }: StreamReceiverParts,
  connections: Connections,
  limits: StreamLimits,
  signal: AbortSignal,
): Promise<tls.Server> {
  const options = await tlsOptions(house.configuration);
  if (options === null) {
    throw Object.assign(
      new Error('TLS has no certificate: set BELFRY_LOG_CERT_FILE and BELFRY_LOG_KEY_FILE'),
      {
        code: 'no_certificate',
      },
    );
  }
  const server = tls.createServer(options, (socket) => connections.serve(socket));
  // Sockets count from the first byte on: a handshake that never ends is a connection too.
  server.on('connection', (socket: net.Socket) => connections.admit(socket));
  server.on('tlsClientError', () => house.counts.refused(transport, 'tls_handshake'));
  followCertificate(server, house.configuration, house, signal, limits.certificateLookMs);
  return server;
}

function listen(server: net.Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: logLimits.backlogMax }, () => {
      server.removeListener('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
    });
  });
}
