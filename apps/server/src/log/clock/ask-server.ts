// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { aheadMs, askTime, readTime, type SntpRefused } from './sntp.ts';

const NTP_PORT = 123;

export interface AskedServer {
  readonly server: string;
  readonly offsetMs: number | null;
  readonly roundTripMs: number | null;
  readonly stratum: number | null;
  readonly failure: SntpRefused | 'no_answer' | 'wrong_address' | null;
}

export interface ServerClocks {
  readonly nowMs: () => number;
  readonly monotonicNs: () => bigint;
}

/** Address of a time source as it is configured: host, host:port or [address]:port. */
function addressOf(server: string): { readonly host: string; readonly port: number } | null {
  try {
    const { hostname, port } = new URL(`ntp://${server}`);
    if (hostname === '') return null;
    return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? NTP_PORT : Number(port) };
  } catch {
    return null;
  }
}

/** Asks one source once. */
export async function askServer(
  server: string,
  clocks: ServerClocks,
  answerMsMax: number,
  signal: AbortSignal,
): Promise<AskedServer> {
  const failed = (failure: AskedServer['failure']): AskedServer => ({
    ...{ server, failure, offsetMs: null, roundTripMs: null, stratum: null },
  });
  const address = addressOf(server);
  if (address === null) return failed('wrong_address');
  const found = await lookup(address.host).catch(() => null);
  if (found === null || signal.aborted) return failed('no_answer');
  const socket = createSocket(found.family === 6 ? 'udp6' : 'udp4');
  const nonce = randomBytes(8);
  const until = AbortSignal.any([signal, AbortSignal.timeout(answerMsMax)]);
  try {
    return await new Promise<AskedServer>((resolve) => {
      let sentMs = 0;
      let sentNs = 0n;
      until.addEventListener('abort', () => resolve(failed('no_answer')), { once: true });
      socket.once('error', () => resolve(failed('no_answer')));
      socket.on('message', (packet) => {
        const roundTripMs = Number(clocks.monotonicNs() - sentNs) / 1e6;
        const read = readTime(packet, nonce);
        if (!('refused' in read)) {
          const offsetMs = aheadMs(read, sentMs, roundTripMs);
          resolve({ server, offsetMs, roundTripMs, stratum: read.stratum, failure: null });
        } else if (read.refused !== 'not_asked') resolve(failed(read.refused));
        // An answer to another question may be forged: the true one can still come.
      });
      // Connected, so that the system drops what comes from anybody else.
      socket.connect(address.port, found.address, () => {
        sentMs = clocks.nowMs();
        sentNs = clocks.monotonicNs();
        socket.send(askTime(nonce));
      });
    });
  } finally {
    socket.close();
  }
}
