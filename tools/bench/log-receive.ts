// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Figure, quantile } from './figures.ts';
import type { Received } from './log-receive-process.ts';
import { freePort } from './log-senders.ts';

const LINE_BYTES = 300;
const TCP_LINES = 1_500_000;
const RELP_LINES = 300_000;
/** What rsyslog may have unanswered when it is tuned; its default of 128 measures its own waiting. */
const RELP_WINDOW = 2_000;
const MS_MAX = 120_000;
const RSYSLOG = '/usr/sbin/rsyslogd';

/** A receiver under measure: a port, and how many bytes or entries it has so far. */
interface Target {
  readonly port: number;
  /** Resolves when everything is there. */
  arrived(lines: number): Promise<void>;
  cpuSeconds(): Promise<number>;
}

/** Syslog by TCP and RELP into the journal, and rsyslog into a plain file: same input, same machine, same run. */
export async function measureLogReceive(): Promise<Figure[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'belfry-bench-log-'));
  const child = fork(fileURLToPath(new URL('./log-receive-process.ts', import.meta.url)), [
    path.join(directory, 'journal'),
  ]);
  const others: ChildProcess[] = [];
  try {
    const [ports] = (await once(child, 'message')) as [Record<string, number>];
    const hasRsyslog = existsSync(RSYSLOG);
    const tcp = await perSecond(await ours(child, ports['syslog-tcp'] ?? 0), TCP_LINES, sendTcp);
    const relp = await perSecond(await ours(child, ports['relp'] ?? 0), RELP_LINES, sendRelp);
    const rssMb = (await ask(child)).rssMb;
    const theirs = hasRsyslog ? await rsyslog(directory, others) : null;
    const theirTcp = theirs === null ? null : await perSecond(theirs.tcp, TCP_LINES, sendTcp);
    const theirRelp = theirs?.relp == null ? null : await perSecond(theirs.relp, RELP_LINES, sendRelp);
    return [
      rate('log: TCP', tcp, theirTcp, 120_000, `, receiving process ${rssMb.toFixed(0)} MB`),
      rate('log: RELP', relp, theirRelp, null, `, window ${RELP_WINDOW}`),
      {
        what: 'log: RELP, to the acknowledgement',
        value: round(quantile(relp.ackMs, 0.99)),
        unit: 'ms p99',
        atMost: 250,
        detail: `median ${round(quantile(relp.ackMs, 0.5))}, as fast as it goes; durable on disk before each`,
      },
    ];
  } finally {
    child.disconnect();
    for (const other of others) other.kill('SIGTERM');
    await rm(directory, { recursive: true, force: true });
  }
}

interface Rate {
  readonly perSecond: number;
  readonly cpuSeconds: number;
  /** Sorted; empty where nothing is acknowledged. */
  readonly ackMs: number[];
}

function rate(what: string, own: Rate, theirs: Rate | null, atLeast: number | null, more: string): Figure {
  const perCore = (figure: Rate, lines: number) => Math.round(lines / figure.cpuSeconds);
  const lines = what === 'log: TCP' ? TCP_LINES : RELP_LINES;
  const other =
    theirs === null
      ? 'no rsyslog to compare with'
      : `rsyslog to a plain file, unsynced: ${Math.round(theirs.perSecond)}/s, ratio ${(own.perSecond / theirs.perSecond).toFixed(2)}`;
  return {
    what,
    value: Math.round(own.perSecond),
    unit: 'lines/s',
    atMost: null,
    ...(atLeast !== null && { atLeast }),
    detail: `${lines} lines of ${LINE_BYTES} bytes, ${perCore(own, lines)} a second of processor${more}; ${other}`,
  };
}

async function perSecond(
  target: Target,
  lines: number,
  send: (port: number, lines: number) => Promise<number[]>,
): Promise<Rate> {
  const cpuBefore = await target.cpuSeconds();
  const from = performance.now();
  const [ackMs] = await Promise.all([send(target.port, lines), target.arrived(lines)]);
  const seconds = (performance.now() - from) / 1_000;
  return {
    perSecond: lines / seconds,
    cpuSeconds: (await target.cpuSeconds()) - cpuBefore,
    ackMs: ackMs.sort((a, b) => a - b),
  };
}

async function ours(child: ChildProcess, port: number): Promise<Target> {
  const { durable: before } = await ask(child);
  return {
    port,
    arrived: (lines) => until(async () => (await ask(child)).durable >= before + lines),
    cpuSeconds: async () => (await ask(child)).cpuSeconds,
  };
}

async function ask(child: ChildProcess): Promise<Received> {
  child.send('how far');
  const [received] = (await once(child, 'message')) as [Received];
  return received;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + MS_MAX;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Not everything came within ${MS_MAX / 1_000} s`);
    await delay(20);
  }
}

/** Whole blocks of lines, as fast as the other side reads. */
async function sendTcp(port: number, lines: number): Promise<number[]> {
  const linesPerBlock = 500;
  const block = Buffer.from(`${line()}\n`.repeat(linesPerBlock));
  const socket = net.connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  for (let sent = 0; sent < lines; sent += linesPerBlock) {
    if (!socket.write(block)) await once(socket, 'drain');
  }
  socket.end();
  return [];
}

/** A client of RELP that keeps its window full. @returns how long each acknowledgement took */
async function sendRelp(port: number, lines: number): Promise<number[]> {
  const socket = net.connect({ port, host: '127.0.0.1' });
  socket.setNoDelay(true);
  await once(socket, 'connect');
  socket.write('1 open 30 relp_version=0\ncommands=syslog\n');
  await once(socket, 'data');
  const data = line();
  const sentAt = new Float64Array(lines);
  const ackMs: number[] = [];
  let sent = 0;
  let rest = '';
  const fill = () => {
    const now = performance.now();
    let frames = '';
    while (sent < lines && sent - ackMs.length < RELP_WINDOW) {
      sentAt[sent] = now;
      // Transactions 2, 3, ...: the answers name them in order.
      frames += `${sent + 2} syslog ${data.length} ${data}\n`;
      sent += 1;
    }
    if (frames !== '') socket.write(frames);
  };
  const done = new Promise<void>((resolve, reject) => {
    socket.on('close', () => reject(new Error('The receiver of RELP hung up')));
    socket.on('data', (chunk: Buffer) => {
      const answers = (rest + chunk.toString('latin1')).split('\n');
      rest = answers.pop() ?? '';
      const now = performance.now();
      for (let at = 0; at < answers.length; at += 1) ackMs.push(now - (sentAt[ackMs.length] ?? now));
      if (ackMs.length === lines) resolve();
      else fill();
    });
  });
  fill();
  await done;
  socket.destroy();
  return ackMs;
}

function line(): string {
  const head = '<13>Nov 22 10:00:00 web01 sshd[4242]: Failed password for invalid user admin from 192.0.2.7 ';
  return head.padEnd(LINE_BYTES - 1, 'x');
}

/** rsyslog with its own defaults: what comes by TCP and by RELP goes to plain files. */
async function rsyslog(
  directory: string,
  running: ChildProcess[],
): Promise<{ tcp: Target; relp: Target | null }> {
  const [tcpPort, relpPort] = [await freePort(), await freePort()];
  const hasRelp = existsSync('/usr/lib/x86_64-linux-gnu/rsyslog/imrelp.so');
  const configuration = path.join(directory, 'rsyslog.conf');
  await mkdir(path.join(directory, 'work'));
  await writeFile(
    configuration,
    `global(workDirectory="${directory}/work")
main_queue(queue.dequeueBatchSize="2048" queue.workerThreads="1")
module(load="imptcp")
${hasRelp ? 'module(load="imrelp")' : ''}
template(name="plain" type="string" string="%rawmsg%\\n")
input(type="imptcp" port="${tcpPort}" address="127.0.0.1" ruleset="tcp")
${hasRelp ? `input(type="imrelp" port="${relpPort}" address="127.0.0.1" ruleset="relp")` : ''}
ruleset(name="tcp") { action(type="omfile" file="${directory}/tcp.log" template="plain") }
ruleset(name="relp") { action(type="omfile" file="${directory}/relp.log" template="plain") }
`,
  );
  const child = spawn(RSYSLOG, ['-n', '-f', configuration, '-i', path.join(directory, 'pid')]);
  running.push(child);
  const target = async (port: number, name: string): Promise<Target> => {
    await until(() => answers(port));
    return {
      port,
      arrived: (lines) =>
        until(async () => {
          const file = await stat(path.join(directory, name)).catch(() => null);
          return (file?.size ?? 0) >= lines * LINE_BYTES;
        }),
      cpuSeconds: () => Promise.resolve(0),
    };
  };
  return { tcp: await target(tcpPort, 'tcp.log'), relp: hasRelp ? await target(relpPort, 'relp.log') : null };
}

function answers(port: number): Promise<boolean> {
  const socket = net.connect({ port, host: '127.0.0.1' });
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).then((isThere) => {
    socket.destroy();
    return isThere === true;
  });
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
