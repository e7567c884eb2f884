// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What a client knows of its own entries: all that may be claimed of a log is claimed against this. */
export interface SentBook {
  /** Answered: these are in the log for ever. */
  readonly acknowledged: Set<string>;
  /** Sent again after a connection that broke: these may be there twice. */
  readonly again: Set<string>;
}

export const newBook = (): SentBook => ({ acknowledged: new Set(), again: new Set() });

const WINDOW = 32;

/**
 * A RELP client with the manners of librelp: a window of unanswered entries, and all of them again, in order, after
 * a connection that broke.
 */
export async function sendByRelp(
  port: () => number,
  book: SentBook,
  nextEntry: () => string | null,
  signal?: AbortSignal,
): Promise<void> {
  const waiting: string[] = [];
  while (signal?.aborted !== true) {
    const isDone = await converse(port(), book, waiting, nextEntry).catch(() => false);
    if (isDone) return;
    for (const entry of waiting) book.again.add(entry);
    await delay(10);
  }
}

async function converse(
  port: number,
  book: SentBook,
  waiting: string[],
  nextEntry: () => string | null,
): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const closed = once(socket, 'close').then(() => 'closed' as const);
  if ((await Promise.race([once(socket, 'connect'), closed])) === 'closed') return false;
  let transaction = 0;
  const frame = (command: string, text: string) => {
    transaction += 1;
    const bytes = Buffer.from(text);
    const head = `${transaction} ${command} ${bytes.length}${bytes.length > 0 ? ' ' : ''}`;
    socket.write(Buffer.concat([Buffer.from(head), bytes, Buffer.from('\n')]));
    return transaction;
  };
  const sent = new Map<number, string>();
  let heard = '';
  let moved = Promise.withResolvers<void>();
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1');
    for (;;) {
      const found = /^(\d+) rsp (\d+) ?/.exec(heard);
      const end = found === null ? 0 : found[0].length + Number(found[2]) + 1;
      if (found === null || heard.length < end) break;
      const entry = sent.get(Number(found[1]));
      if (entry !== undefined && heard.slice(found[0].length).startsWith('200')) {
        sent.delete(Number(found[1]));
        book.acknowledged.add(entry);
        waiting.splice(waiting.indexOf(entry), 1);
      }
      heard = heard.slice(end);
    }
    moved.resolve();
    moved = Promise.withResolvers();
  });
  frame('open', 'relp_version=0\nrelp_software=test\ncommands=syslog');
  for (const entry of waiting) sent.set(frame('syslog', entry), entry);
  for (;;) {
    while (waiting.length < WINDOW) {
      const entry = nextEntry();
      if (entry === null) break;
      waiting.push(entry);
      sent.set(frame('syslog', entry), entry);
    }
    if (waiting.length === 0) {
      frame('close', '');
      socket.end();
      return true;
    }
    if ((await Promise.race([moved.promise, closed])) === 'closed') return false;
  }
}
