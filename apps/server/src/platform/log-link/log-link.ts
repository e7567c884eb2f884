// SPDX-License-Identifier: Apache-2.0
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { type Refusal, refuse } from '@belfry/contract';

/** Where the log process listens now, and what it wants to hear from us before it answers. */
export interface LogAddress {
  readonly port: number;
  readonly secret: string;
}

/** The way to the log process. It refuses with `log.not_running` when nobody answers there. */
export interface LogLink {
  /** Null while there is none. */
  readonly address: LogAddress | null;
  /** Asks, and waits for the whole answer. */
  call(
    path: string,
    body: unknown,
    options?: { readonly signal?: AbortSignal },
  ): Promise<{ readonly status: number; readonly body: unknown } | Refusal<'log.not_running'>>;
  /** Asks, and takes the answer as it comes; whoever stops reading destroys it, or aborts the signal. */
  stream(
    path: string,
    body: unknown,
    options?: { readonly signal?: AbortSignal },
  ): Promise<{ readonly status: number; readonly body: IncomingMessage } | Refusal<'log.not_running'>>;
}

/** Carries the secret: the port of the log process is open to every program of this machine. */
export const LOG_SECRET_HEADER = 'x-belfry-log-secret';
const ANSWER_BYTES_MAX = 64 * 1_048_576;
const HOST = '127.0.0.1';

const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });

/** @param address looked up at each call, because a log process that was started again has another port */
export function createLogLink(address: () => LogAddress | null): LogLink {
  const ask = async (
    path: string,
    body: unknown,
    signal: AbortSignal | undefined,
  ): Promise<IncomingMessage | Refusal<'log.not_running'>> => {
    const bytes = Buffer.from(JSON.stringify(body ?? null));
    const headers = { 'content-type': 'application/json', 'content-length': bytes.length };
    const opened = requestToLog(address(), { method: 'POST', path, headers, signal });
    if (opened === null) return refuse('log.not_running');
    const answer = answerOf(opened);
    opened.end(bytes);
    return (await answer) ?? refuse('log.not_running');
  };
  return {
    get address() {
      return address();
    },
    call: async (path, body, { signal } = {}) => {
      const answer = await ask(path, body, signal);
      if ('refused' in answer) return answer;
      try {
        const text = (await wholeOf(answer)).toString();
        return { status: answer.statusCode ?? 0, body: text === '' ? null : (JSON.parse(text) as unknown) };
      } catch (error) {
        if (error instanceof SyntaxError) throw error;
        return refuse('log.not_running', 'It stopped in the middle of its answer');
      }
    },
    stream: async (path, body, { signal } = {}) => {
      const answer = await ask(path, body, signal);
      return 'refused' in answer ? answer : { status: answer.statusCode ?? 0, body: answer };
    },
  };
}

/** For a desk without a log: every question is refused. */
export const noLog: LogLink = createLogLink(() => null);

export function requestToLog(
  address: LogAddress | null,
  given: {
    readonly method: string;
    readonly path: string;
    readonly headers: OutgoingHttpHeaders;
    readonly signal?: AbortSignal | undefined;
  },
) {
  if (address === null) return null;
  return request({
    agent,
    host: HOST,
    port: address.port,
    method: given.method,
    path: given.path,
    headers: { ...given.headers, [LOG_SECRET_HEADER]: address.secret },
    ...(given.signal === undefined ? {} : { signal: given.signal }),
  });
}

/** Its answer; null when the connection broke before there was one. */
export function answerOf(opened: ReturnType<typeof request>): Promise<IncomingMessage | null> {
  return new Promise((resolve) => {
    opened.once('response', resolve);
    // Later errors belong to the answer, whose reader sees it end early.
    opened.on('error', () => resolve(null));
    opened.once('close', () => resolve(null));
  });
}

async function wholeOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_BYTES_MAX) {
      answer.destroy();
      throw new Error(`Expected at most ${ANSWER_BYTES_MAX} bytes from the log process: stream it`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
