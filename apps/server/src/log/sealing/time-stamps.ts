// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isFault, parseNote } from '@belfry/ledger';
import type { AlarmBell, LogHouse } from '../house.ts';
import { logLimits } from '../log-limits.ts';
import { openLogDirectory } from './log-directory.ts';
import { openLogFiles } from './log-files.ts';
import type { Published, Sealing } from './start-sealing.ts';
import { askTimeStamp, checkTimeStamp, type TimeStampRefused } from './time-stamp.ts';
import type { Authorities } from './time-stamp-authorities.ts';

export interface TimeStampParts extends Pick<LogHouse, 'logger'> {
  readonly alarms: AlarmBell;
  readonly logDir: string;
  /** Addresses of authorities, from the operator's configuration only; asked in this order. */
  readonly urls: readonly string[];
  /** Authorities to trust, asked for each time-stamp. */
  readonly trusted: () => Authorities;
  readonly limits?: Partial<Record<'timeStampEveryMs' | 'timeStampAgainMs' | 'timeStampAnswerMsMax', number>>;
}

export interface TimeStamps {
  /** Checkpoints that wait for an authority, one a log at most: the newest covers those before it. */
  readonly due: number;
  stop(): Promise<void>;
}

type Limits = Record<
  | 'timeStampEveryMs'
  | 'timeStampAgainMs'
  | 'timeStampAnswerMsMax'
  | 'timeStampAnswerBytesMax'
  | 'timeStampFailuresMax',
  number
>;

/** Why an authority gave nothing: its answer was refused, or there was none. */
type Failure =
  | TimeStampRefused
  | 'no_answer'
  | 'wrong_status'
  | 'answer_too_large'
  | 'authorities_unreadable';

/**
 * Has checkpoints time-stamped: of each log the newest, at most one a minute, and the last one before silence always. An
 * outage makes them wait and raises an alarm; sealing never waits for an authority. What is due stands in the files:
 * the newest checkpoint without an answer beside it.
 */
export function startTimeStamps(sealing: Pick<Sealing, 'onPublished'>, parts: TimeStampParts): TimeStamps {
  const limits = { ...logLimits, ...parts.limits };
  const due = new Map<string, Published>();
  const logs = new Map<string, Promise<void>>();
  const stopped = new AbortController();
  let failures = 0;

  const stampDue = async (log: string) => {
    for (let checkpoint = due.get(log); checkpoint !== undefined; checkpoint = due.get(log)) {
      if (stopped.signal.aborted) return;
      const failure = await stampOne(checkpoint, parts, limits, stopped.signal);
      if (failure === null) {
        if (due.get(log)?.size === checkpoint.size) due.delete(log);
        failures = 0;
        parts.alarms.clear('time_stamp', 'authorities');
        await pause(limits.timeStampEveryMs, stopped.signal);
        continue;
      }
      failures += 1;
      if (failures >= limits.timeStampFailuresMax) {
        parts.alarms.raise('time_stamp', 'authorities', { log, size: checkpoint.size, reason: failure });
      }
      await pause(limits.timeStampAgainMs, stopped.signal);
    }
  };
  const onPublished = (published: Published) => {
    due.set(published.log, published);
    if (logs.has(published.log)) return;
    const done = stampDue(published.log)
      .catch((error: unknown) => parts.logger.error({ err: error }, 'Cannot keep a time-stamp'))
      .finally(() => logs.delete(published.log));
    logs.set(published.log, done);
  };
  const forget = parts.urls.length === 0 ? () => undefined : sealing.onPublished(onPublished);
  const resumed = parts.urls.length === 0 ? Promise.resolve() : resume(parts.logDir, due, onPublished);
  return {
    get due() {
      return due.size;
    },
    stop: async () => {
      forget();
      stopped.abort();
      await resumed;
      await Promise.all(logs.values());
    },
  };
}

/** What the run before left without an answer. */
async function resume(
  logDir: string,
  due: ReadonlyMap<string, Published>,
  publish: (published: Published) => void,
): Promise<void> {
  const directory = openLogDirectory(logDir);
  for (const log of await directory.names()) {
    const readable = directory.open(log);
    const newest = await readable.checkpoint();
    const stamped = await readable.lastTimeStamped();
    if (newest === null || (stamped?.size ?? 0) >= newest.size || due.has(log)) continue;
    publish({ log, size: newest.size, content: newest.content });
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** @returns null once the answer is on disk; else why the last authority gave none */
async function stampOne(
  { content, log, size }: Published,
  parts: TimeStampParts,
  limits: Limits,
  signal: AbortSignal,
): Promise<Failure | null> {
  const note = parseNote(content);
  if (isFault(note)) throw new Error(`Checkpoint ${size} of log "${log}" is no note: ${note.detail}`);
  const trusted = parts.trusted();
  if (trusted === null) return 'authorities_unreadable';
  let failure: Failure = 'no_answer';
  for (const url of parts.urls) {
    const asked = askTimeStamp(Buffer.from(note.text), randomBytes(16));
    const answer = await answerOf(url, asked.der, limits, signal);
    const checked =
      typeof answer === 'string' ? { refused: answer } : await checkTimeStamp(answer, asked, trusted);
    if ('refused' in checked || typeof answer === 'string') {
      failure = 'refused' in checked ? checked.refused : failure;
      parts.logger.warn({ log, size, reason: failure, host: new URL(url).host }, 'No time-stamp');
      continue;
    }
    const files = openLogFiles(path.join(parts.logDir, log));
    const file = `timestamps/${size}`;
    // The checkpoint first: an answer without it could not be checked. One with cosignatures may lie there already.
    if (files.read(`${file}.checkpoint`) === null)
      files.writeDurably(`${file}.checkpoint`, Buffer.from(content));
    files.writeDurably(`${file}.tsr`, answer);
    return null;
  }
  return failure;
}

async function answerOf(
  url: string,
  body: Buffer,
  limits: Limits,
  signal: AbortSignal,
): Promise<Buffer | Failure> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: new Uint8Array(body),
      // An authority that moves is the operator's to follow: the address is a matter of trust.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(limits.timeStampAnswerMsMax)]),
    });
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of response.body ?? []) {
      const bytes = Buffer.from(piece);
      length += bytes.length;
      if (length > limits.timeStampAnswerBytesMax) return 'answer_too_large';
      pieces.push(bytes);
    }
    return response.ok ? Buffer.concat(pieces) : 'wrong_status';
  } catch {
    return 'no_answer';
  }
}
