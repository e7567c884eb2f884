// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage } from 'node:http';
import { PassThrough, type Transform } from 'node:stream';
import { createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { logLimits } from '../../log-limits.ts';
import { isRefused, type Refused, refused } from './refused.ts';

/** Memory that all requests share; `take` answers false when there is no more. */
export interface BodyMemory {
  take(bytes: number): boolean;
}

export interface BodyBounds {
  readonly sentBytesMax: number;
  readonly decodedBytesMax: number;
  /** Null where a body may last as long as it likes. */
  readonly msMax: number | null;
  readonly idleMsMax: number;
}

/**
 * Opens the compression a sender names. Both sides are counted by the reader: a small body that unpacks to gigabytes
 * ends where the limit is, with one chunk more in memory.
 */
function decoder(encoding: string | undefined): Transform | 'none' | Refused {
  switch ((encoding ?? 'identity').trim().toLowerCase()) {
    case '':
    case 'identity':
      return 'none';
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'zstd':
      return createZstdDecompress();
    default:
      return refused('encoding', 'Send the body as it is, or with gzip, deflate or zstd.');
  }
}

/**
 * Chunks of a body, decompressed, as they come. Ends with a refusal when the body is too large, too slow, broken off
 * or not what its encoding says; the sender decides all of its content and its pace.
 */
export async function* bodyChunks(
  request: IncomingMessage,
  bounds: BodyBounds,
): AsyncGenerator<Buffer | Refused, void, undefined> {
  const opened = decoder(request.headers['content-encoding']);
  if (opened !== 'none' && isRefused(opened)) return void (yield opened);
  const tooLarge = refused('body_too_large', sizeWords(bounds));
  if (Number(request.headers['content-length'] ?? 0) > bounds.sentBytesMax) return void (yield tooLarge);
  let sent = 0;
  let decoded = 0;
  let why: Refused | null = null;
  // Never the request itself: to destroy it is to hang up, and then nobody hears why.
  const source = opened === 'none' ? new PassThrough() : opened;
  const stop = (reason: Refused) => {
    why ??= reason;
    source.destroy();
  };
  const tooSlow = () => stop(refused('body_too_slow', 'The body came too slowly.'));
  const tooLong = bounds.msMax === null ? null : AbortSignal.timeout(bounds.msMax);
  tooLong?.addEventListener('abort', tooSlow);
  request.setTimeout(bounds.idleMsMax, tooSlow);
  request.on('data', (chunk: Buffer) => {
    sent += chunk.length;
    if (sent > bounds.sentBytesMax) stop(tooLarge);
  });
  // Whoever hangs up in the middle leaves a decoder that waits for ever.
  const brokenOff = () => {
    if (!request.readableEnded) stop(refused('body_broken_off', 'The connection broke off in the body.'));
  };
  request.once('close', brokenOff).once('error', brokenOff);
  request.pipe(source);
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      decoded += chunk.length;
      if (decoded > bounds.decodedBytesMax) stop(tooLarge);
      if (why !== null) break;
      yield chunk;
    }
  } catch {
    why ??= refused('undecodable', 'The body is not what its Content-Encoding says, or it is cut off.');
  } finally {
    tooLong?.removeEventListener('abort', tooSlow);
    request.off('close', brokenOff).off('error', brokenOff).unpipe(source);
    // What is left of a refused body runs away unread, and stays under the idle limit while it does.
    if (request.readableEnded) request.setTimeout(0);
    else request.on('error', () => {}).resume();
  }
  if (why !== null) yield why;
}

/** A whole body in memory, which `memory` gives or refuses. */
export async function wholeBody(
  request: IncomingMessage,
  bounds: BodyBounds,
  memory: BodyMemory,
): Promise<Buffer | Refused> {
  const chunks: Buffer[] = [];
  for await (const chunk of bodyChunks(request, bounds)) {
    if (isRefused(chunk)) return chunk;
    if (!memory.take(chunk.length)) return busy();
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

export function busy(): Refused {
  return refused('busy', 'Too much is being received at once. Send it again later.', {
    retryAfterSeconds: logLimits.retryAfterSeconds,
  });
}

function sizeWords({ sentBytesMax, decodedBytesMax }: BodyBounds): string {
  return `At most ${sentBytesMax} bytes in a body, and ${decodedBytesMax} after decompression. Send less in a request.`;
}
