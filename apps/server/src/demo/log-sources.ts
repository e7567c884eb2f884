// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { type LogLink, requestToLog } from '../platform/log-link/log-link.ts';
import type { Cast } from './cast.ts';
import { linesOf, type SystemKey, sampleSystems } from './log-lines.ts';

/** A system that sends, and what it shows to be known by. */
export interface SampleSender {
  readonly system: SystemKey;
  readonly token: string;
}

/** The owner of the logs adds the systems of the house. */
export async function addLogSources(cast: Cast): Promise<SampleSender[]> {
  const wout = await cast.as('wout');
  const senders: SampleSender[] = [];
  for (const { key, ...settings } of sampleSystems) {
    const { id } = await wout.addSource({
      body: {
        ...settings,
        ownerId: cast.id('wout') as never,
        confidentiality: 3,
        integrity: 3,
        availability: 2,
      },
    });
    const { token } = await wout.makeSourceToken({ params: { id }, body: { label: 'Demonstratie' } });
    senders.push({ system: key, token });
  }
  return senders;
}

/** The systems send what they wrote, through the receiver every sender uses: journal, seal and index are the real ones. */
export async function sendLogLines(
  link: LogLink,
  senders: readonly SampleSender[],
  now: Date,
): Promise<void> {
  for (const { system, token } of senders) {
    const body = Buffer.from(`${linesOf(system, now).join('\n')}\n`);
    const headers = { authorization: `Bearer ${token}`, 'content-length': body.length };
    const opened = requestToLog(link.address, { method: 'POST', path: '/ingest/ndjson', headers });
    // A demonstration without its logs is still one: the desk says that the log does not run.
    if (opened === null) return;
    const answered = once(opened, 'response').catch(() => null);
    opened.end(body);
    const [answer] = (await answered) ?? [];
    answer?.resume();
  }
}
