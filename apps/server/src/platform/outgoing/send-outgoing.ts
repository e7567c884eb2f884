// SPDX-License-Identifier: Apache-2.0
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { limits } from '@belfry/contract';
import { isPrivateAddress } from './private-address.ts';

export interface OutgoingRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** The first part of what was said. */
  readonly text: string;
}

/** A call that got no answer. Its words are shown to whoever keeps the channel. */
export class OutgoingFailed extends Error {
  override readonly name = 'OutgoingFailed';
}

/** Hosts inside that calls may go to all the same, by name as an administrator configured them. */
export type AllowedInside = ReadonlySet<string>;

/**
 * Why nothing is sent to an address; null when it may be. Looked at when it is entered, and again with what the name
 * resolves to at every call.
 */
export function reasonNotSent(address: string, allowed: AllowedInside): string | null {
  if (!URL.canParse(address)) return 'it is no address';
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return 'an address holds no password: use the token';
  const host = bareHost(url);
  if (allowed.has(host)) return null;
  if (url.protocol !== 'https:') return 'only https leaves this machine';
  if (host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && isPrivateAddress(host))) {
    return 'it leads inside';
  }
  return null;
}

const bareHost = (url: URL) =>
  url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();

/**
 * Sends one call, with nothing followed: a redirect is an answer like any other. The name is resolved once, every
 * address of it is looked at, and the connection goes to one that was: a name that changes its mind meanwhile
 * (DNS rebinding) changes nothing.
 *
 * @throws OutgoingFailed without an answer in time
 */
export async function sendOutgoing(
  request: OutgoingRequest,
  allowed: AllowedInside,
): Promise<OutgoingAnswer> {
  const refused = reasonNotSent(request.url, allowed);
  if (refused !== null) throw new OutgoingFailed(`not sent: ${refused}`);
  const url = new URL(request.url);
  const host = bareHost(url);
  const found = await resolve(host);
  const address = found.find((each) => allowed.has(host) || !isPrivateAddress(each.address));
  if (address === undefined || (!allowed.has(host) && found.some((each) => isPrivateAddress(each.address)))) {
    throw new OutgoingFailed('not sent: the name leads inside');
  }
  const pinned: LookupFunction = (_name, options, done) => {
    if (options.all === true) done(null, [address]);
    else done(null, address.address, address.family);
  };
  return exchange(url, request, pinned);
}

async function resolve(host: string) {
  try {
    return await lookup(host, { all: true });
  } catch (error) {
    throw new OutgoingFailed('the name is not known', { cause: error });
  }
}

function exchange(url: URL, request: OutgoingRequest, pinned: LookupFunction): Promise<OutgoingAnswer> {
  const { promise, reject, resolve: settle } = Promise.withResolvers<OutgoingAnswer>();
  const client = url.protocol === 'https:' ? https : http;
  const call = client.request(url, {
    method: request.method,
    headers: {
      ...request.headers,
      'content-length': String(request.body.byteLength),
      'user-agent': 'Belfry',
    },
    lookup: pinned,
    agent: false,
    signal: AbortSignal.timeout(limits.outgoingCallMsMax),
    maxHeaderSize: 16_384,
  });
  call.on('error', (error) => reject(new OutgoingFailed(wordsOf(error), { cause: error })));
  call.on('response', (response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = () =>
      settle({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: Buffer.concat(chunks).subarray(0, limits.outgoingAnswerBytesMax).toString('utf8'),
      });
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.byteLength;
      // The status is known: an answer without end is cut and still counts.
      if (size > limits.outgoingAnswerBytesMax) {
        done();
        call.destroy();
      }
    });
    response.on('end', done);
    response.on('error', (error) => reject(new OutgoingFailed(wordsOf(error), { cause: error })));
  });
  call.end(request.body);
  return promise;
}

function wordsOf(error: Error & { code?: string }): string {
  return error.name === 'TimeoutError' || error.code === 'ABORT_ERR' || error.name === 'AbortError'
    ? 'no answer in time'
    : (error.code ?? error.message);
}
