// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { numberedLine } from './log-lines.ts';

/** What the sender itself used of the processor: on the same machine it is taken from who is measured. */
export interface Sent {
  readonly lines: number;
  readonly cpuSeconds: number;
  /** Sorted; empty where nothing is acknowledged. */
  readonly ackMs: readonly number[];
}

/** Lines of one write; a sender that takes the processor line by line would measure itself. */
const BLOCK_LINES = 500;
/** What a sender of RELP leaves unanswered. */
export const RELP_WINDOW = 2_000;
/** Between two turns of a sender that keeps to a rate. */
const PACE_MS = 10;

interface Block {
  readonly bytes: Buffer;
  readonly lines: number;
}

function blocksOf(lines: readonly Buffer[]): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at += BLOCK_LINES) {
    const some = lines.slice(at, at + BLOCK_LINES);
    const bytes = Buffer.concat(some.flatMap((line) => [line, Buffer.from('\n')]));
    blocks.push({ bytes, lines: some.length });
  }
  return blocks;
}

/**
 * Sends for so long, by TCP, each line ended by a line feed.
 *
 * @param perSecond lines; null for as many as are taken
 * @param marked asked before each block: a line to send in between, or null
 */
export async function sendTcp(
  port: number,
  lines: readonly Buffer[],
  { marked, perSecond, seconds }: { seconds: number; perSecond: number | null; marked?: () => string | null },
): Promise<Sent> {
  const blocks = blocksOf(lines);
  const socket = net.connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  const { system, user } = process.cpuUsage();
  const from = performance.now();
  let sent = 0;
  for (let at = 0; performance.now() - from < seconds * 1_000; at += 1) {
    const block = blocks[at % blocks.length];
    if (block === undefined) break;
    const mark = marked?.() ?? null;
    if (mark !== null) {
      socket.write(`${mark}\n`);
      sent += 1;
    }
    if (!socket.write(block.bytes)) await once(socket, 'drain');
    sent += block.lines;
    const ahead = perSecond === null ? 0 : (sent / perSecond) * 1_000 - (performance.now() - from);
    if (ahead > 1) await delay(ahead);
  }
  const used = process.cpuUsage({ system, user });
  socket.end();
  return { lines: sent, cpuSeconds: (used.system + used.user) / 1e6, ackMs: [] };
}

/**
 * Sends by RELP for so long, its window always full unless a rate is given. Answers come in order.
 *
 * @param perSecond lines; null for as many as are taken
 * @param marked asked before each turn: a line to send in between, or null
 * @param isNumbered whether no line is sent twice
 */
export async function sendRelp(
  port: number,
  lines: readonly Buffer[],
  {
    isNumbered = false,
    marked,
    perSecond = null,
    seconds,
  }: { seconds: number; perSecond?: number | null; marked?: () => string | null; isNumbered?: boolean },
): Promise<Sent> {
  const socket = net.connect({ port, host: '127.0.0.1' });
  socket.setNoDelay(true);
  await once(socket, 'connect');
  socket.write('1 open 30 relp_version=0\ncommands=syslog\n');
  await once(socket, 'data');
  const texts = lines.map((line) => {
    if (!isNumbered) {
      const text = ` syslog ${line.length} ${line.toString('latin1')}\n`;
      return () => text;
    }
    const numbered = numberedLine(line);
    const head = ` syslog ${numbered(0).length} `;
    return (number: number) => `${head}${numbered(number)}\n`;
  });
  const usedBefore = process.cpuUsage();
  const from = performance.now();
  const end = from + seconds * 1_000;
  const sentAt = new Float64Array(RELP_WINDOW);
  const ackMs: number[] = [];
  let sent = 0;
  let pacing: NodeJS.Timeout | undefined;
  const fill = () => {
    const now = performance.now();
    const due = perSecond === null ? Number.POSITIVE_INFINITY : ((now - from) / 1_000) * perSecond;
    let frames = '';
    const hasRoom = () => now < end && sent < due && sent - ackMs.length < RELP_WINDOW;
    const add = (text: string | undefined) => {
      sentAt[sent % RELP_WINDOW] = now;
      frames += `${sent + 2}${text}`;
      sent += 1;
    };
    const mark = hasRoom() ? (marked?.() ?? null) : null;
    if (mark !== null) add(` syslog ${mark.length} ${mark}\n`);
    while (hasRoom()) add(texts[sent % texts.length]?.(sent));
    if (frames !== '') socket.write(frames, 'latin1');
  };
  const done = new Promise<void>((resolve, reject) => {
    socket.on('close', () => reject(new Error('The receiver of RELP hung up')));
    const resolveAtEnd = () => {
      if (ackMs.length === sent && performance.now() >= end) resolve();
    };
    // At a rate the clock says when more is due, and not the answers.
    let isInAnswer = perSecond !== null;
    if (isInAnswer) {
      pacing = setInterval(() => {
        fill();
        resolveAtEnd();
      }, PACE_MS);
    }
    socket.on('data', (chunk: Buffer) => {
      const now = performance.now();
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) {
        ackMs.push(now - (sentAt[ackMs.length % RELP_WINDOW] ?? now));
      }
      resolveAtEnd();
      if (!isInAnswer) {
        // Answers of one turn are gathered: a frame for each would be a write for each.
        isInAnswer = true;
        setImmediate(() => {
          isInAnswer = false;
          fill();
          resolveAtEnd();
        });
      }
    });
  });
  fill();
  try {
    await done;
  } finally {
    clearInterval(pacing);
    socket.destroy();
  }
  const used = process.cpuUsage(usedBefore);
  return {
    lines: sent,
    cpuSeconds: (used.system + used.user) / 1e6,
    ackMs: ackMs.sort((a, b) => a - b),
  };
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}
