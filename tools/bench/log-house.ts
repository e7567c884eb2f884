// SPDX-License-Identifier: Apache-2.0
import { setTimeout as delay } from 'node:timers/promises';
import { type Figure, latency, quantile } from './figures.ts';
import { ask } from './http.ts';
import { hasRealLines, MEAN_LINE_BYTES, mixedLines } from './log-lines.ts';
import { freePort, RELP_WINDOW, type Sent, sendRelp, sendTcp } from './log-senders.ts';
import { type BenchServer, memoryMb, startThroughNpm } from './server.ts';

const SUSTAINED_PER_SECOND = 25_000;
const MARK_EVERY_MS = 3_000;
const FOUND_MS_MAX = 60_000;
const SEALED_MS_MAX = 60_000;
const IDLE_MS = 5_000;

export interface LogSeconds {
  /** As fast as it goes, by each way; sustained, with the index on. */
  readonly fast: number;
  readonly sustained: number;
}

interface LogFigures {
  /** Entries on disk, sealed, and sealed but not indexed. */
  readonly durable: number;
  readonly sealed: number;
  readonly behind: number;
  /** Sealed, but the rules were not asked about them. */
  readonly undetected: number;
}

export async function figuresOf(address: string): Promise<LogFigures> {
  const { text } = await ask(`${address}/metrics`);
  const read = (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN);
  return {
    durable: read('belfry_log_journal_entries'),
    sealed: read('belfry_log_sealed_entries'),
    behind: read('belfry_log_index_behind_entries'),
    undetected: read('belfry_log_detection_behind_entries'),
  };
}

/** Everything on: receivers, journal, sealing, index, desk and PostgreSQL, as `npm start` gives it. */
export async function measureLogHouse(
  dataDir: string,
  token: string,
  seconds: LogSeconds,
): Promise<Figure[]> {
  const [syslogPort, relpPort] = [await freePort(), await freePort()];
  const environment = {
    BELFRY_ROLES: 'desk,log',
    BELFRY_SYSLOG_PORT: String(syslogPort),
    BELFRY_RELP_PORT: String(relpPort),
  };
  const lines = mixedLines();
  let server = await startThroughNpm(dataDir, environment);
  try {
    await logReady(server.address);
    await delay(IDLE_MS);
    const idle = await memory('memory: everything idle', server, 1_024);
    const sustained = await sustain(server, token, syslogPort, lines, seconds.sustained);
    const tcp = await asFastAsItGoes(server.address, 'TCP', () =>
      sendTcp(syslogPort, lines, { seconds: seconds.fast, perSecond: null }),
    );
    const relp = await asFastAsItGoes(server.address, 'RELP', () =>
      sendRelp(relpPort, lines, { seconds: seconds.fast }),
    );
    const loaded = await memory('memory: everything, right after full log load', server, 2_048);
    const { durable, sealed } = await figuresOf(server.address);
    await server.stop();
    server = await startThroughNpm(dataDir, environment);
    const restarted = await figureOfRestart(server, durable - sealed);
    return [idle, ...sustained, ...tcp, ...relp, loaded, restarted];
  } finally {
    await server.stop();
  }
}

export async function logReady(address: string): Promise<void> {
  for (const end = performance.now() + SEALED_MS_MAX; performance.now() < end; await delay(100)) {
    if (!Number.isNaN((await figuresOf(address)).durable)) return;
  }
  throw new Error('The log process did not become ready');
}

export async function memory(what: string, server: BenchServer, atMost: number): Promise<Figure> {
  const { byName, total } = await memoryMb(server.process.pid ?? 0);
  const detail = Object.entries(byName)
    .map(([name, mb]) => `${name} ${mb.toFixed(0)}`)
    .join(', ');
  return { what: `log: ${what}`, value: Math.round(total), unit: 'MB', atMost, detail };
}

/** Waits until so many more are sealed. @returns seconds since `from`; null when they are not in time */
async function untilSealed(address: string, seq: number, from: number): Promise<number | null> {
  for (const end = performance.now() + SEALED_MS_MAX; performance.now() < end; await delay(100)) {
    if ((await figuresOf(address)).sealed >= seq) return (performance.now() - from) / 1_000;
  }
  return null;
}

async function asFastAsItGoes(address: string, way: string, send: () => Promise<Sent>): Promise<Figure[]> {
  const before = await figuresOf(address);
  const from = performance.now();
  const sent = await send();
  let { durable, sealed } = await figuresOf(address);
  for (
    const end = performance.now() + SEALED_MS_MAX;
    durable - before.durable < sent.lines;
    await delay(50)
  ) {
    if (performance.now() > end) throw new Error(`Not everything that was sent by ${way} came`);
    ({ durable, sealed } = await figuresOf(address));
  }
  const seconds = (performance.now() - from) / 1_000;
  const left = durable - sealed;
  const sealedSeconds = await untilSealed(address, durable, from);
  const sealedRate = sealedSeconds === null ? (sealed - before.sealed) / seconds : sent.lines / sealedSeconds;
  const kind = hasRealLines ? 'real' : 'made-up';
  const own = `sender ${((sent.cpuSeconds / seconds) * 100).toFixed(0)} % of a processor`;
  const figures: Figure[] = [
    {
      what: `log: ${way}, on disk, with sealing and index on`,
      value: Math.round(sent.lines / seconds),
      unit: 'entries/s',
      atMost: null,
      atLeast: 120_000,
      detail: `${sent.lines} ${kind} lines of ${MEAN_LINE_BYTES} bytes on average in ${seconds.toFixed(0)} s, ${own}`,
    },
    {
      what: `log: ${way}, sealed and covered by a checkpoint`,
      value: Math.round(sealedRate),
      unit: 'entries/s',
      atMost: null,
      atLeast: 120_000,
      detail: `${left} were not sealed when the last was on disk${sealedSeconds === null ? `, nor ${SEALED_MS_MAX / 1_000} s later` : ''}`,
    },
  ];
  if (sent.ackMs.length > 0) {
    const show = (part: number) => Number(quantile(sent.ackMs, part).toFixed(1));
    const detail = `n ${sent.ackMs.length}, median ${show(0.5)}, max ${show(1)}, window ${RELP_WINDOW}`;
    figures.push({
      what: `log: ${way}, to the acknowledgement`,
      value: show(0.99),
      unit: 'ms p99',
      atMost: 250,
      detail,
    });
  }
  return figures;
}

/** A steady load with marked lines in between, and how long each takes until a search finds it. */
async function sustain(
  server: BenchServer,
  token: string,
  port: number,
  lines: readonly Buffer[],
  seconds: number,
): Promise<Figure[]> {
  const found: Promise<number>[] = [];
  let markedAt = 0;
  const marked = () => {
    const now = performance.now();
    if (now - markedAt < MARK_EVERY_MS) return null;
    markedAt = now;
    const word = `benchmark${found.length}x${Math.round(now)}`;
    found.push(untilFound(server.address, token, word));
    return `<13>Nov 22 10:00:00 bench bench[1]: the marked line ${word}`;
  };
  const before = await figuresOf(server.address);
  const from = performance.now();
  const sent = await sendTcp(port, lines, { seconds, perSecond: SUSTAINED_PER_SECOND, marked });
  const took = (performance.now() - from) / 1_000;
  const memoryFigure = await memory('memory: everything under sustained load', server, 2_048);
  const after = await figuresOf(server.address);
  const delaysMs = await Promise.all(found);
  const detail = `${sent.lines} lines in ${took.toFixed(0)} s; at the end ${before.durable + sent.lines - after.sealed} not sealed, ${after.behind} not indexed`;
  return [
    {
      what: `log: sustained, read, sealed and indexed for ${seconds} s`,
      value: Math.round(sent.lines / took),
      unit: 'entries/s',
      atMost: null,
      // The sender keeps to its rate within a hundredth.
      atLeast: SUSTAINED_PER_SECOND * 0.99,
      detail,
    },
    { ...latency('log: sustained, from sending to being found', delaysMs, 10_000) },
    memoryFigure,
  ];
}

/** @returns milliseconds until a search finds the word; the longest wait where it never does */
export async function untilFound(address: string, token: string, word: string): Promise<number> {
  const from = performance.now();
  const api = `${address}/api/v1/log/looks`;
  const body = { kind: 'search', purpose: 'Measuring how soon entries are found', query: word };
  const begun = await ask(api, { method: 'POST', token, body: { ...body, clock: 'received' } });
  const { id } = JSON.parse(begun.text) as { id: string };
  while (performance.now() - from < FOUND_MS_MAX) {
    const answer = await ask(`${api}/${id}/entries?limit=1`, { token });
    if (answer.status === 200 && (JSON.parse(answer.text) as { items: unknown[] }).items.length > 0) break;
    await delay(500);
  }
  return performance.now() - from;
}

async function figureOfRestart(server: BenchServer, unsealed: number): Promise<Figure> {
  const from = performance.now();
  await logReady(server.address);
  const seconds = (server.readyMs + performance.now() - from) / 1_000;
  return {
    what: 'log: start to ready, journal not sealed',
    value: Number(seconds.toFixed(2)),
    unit: 's',
    atMost: null,
    detail: `${unsealed} entries waited in the journal; receivers take more from here on`,
  };
}
