// SPDX-License-Identifier: Apache-2.0
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
/** A call that is not answered by then has failed: nothing may hang a bench. */
const ANSWER_MS_MAX = 30_000;

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

export function ask(
  url: string,
  options: { method?: string; token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const from = performance.now();
  const payload = options.body === undefined ? undefined : JSON.stringify(options.body);
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent,
        method: options.method ?? 'GET',
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
        headers: {
          ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
          ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
          ...options.headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            text: Buffer.concat(chunks).toString(),
            ms: performance.now() - from,
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(payload);
  });
}

/** Times calls one after the other on a few connections at once; a refused one ends the bench. */
export async function timeCalls(
  count: number,
  atOnce: number,
  call: (index: number) => Promise<Answer>,
): Promise<number[]> {
  const samples: number[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      const answer = await call(index);
      if (answer.status >= 300) {
        throw new Error(`A call was answered with ${answer.status}: ${answer.text.slice(0, 500)}`);
      }
      samples.push(answer.ms);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return samples;
}

/** Sends at a fixed rate, whether or not the answers keep up, and counts what failed. */
export async function timeAtRate(
  perSecond: number,
  seconds: number,
  call: (index: number) => Promise<Answer>,
): Promise<{ samples: number[]; failed: number }> {
  const samples: number[] = [];
  const pending: Promise<void>[] = [];
  let failed = 0;
  const from = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const due = from + (index * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    const one = async () => {
      try {
        const answer = await call(index);
        // Counted from when it was due: a queue in front of the server is the server's.
        samples.push(performance.now() - due);
        failed += answer.status < 300 ? 0 : 1;
      } catch {
        failed += 1;
      }
    };
    pending.push(one());
  }
  await Promise.all(pending);
  return { samples, failed };
}
