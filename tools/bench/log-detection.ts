// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Figure, latency, quantile } from './figures.ts';
import { ask } from './http.ts';
import { figuresOf, logReady, memory, untilFound } from './log-house.ts';
import { MEAN_LINE_BYTES, mixedLines, plainLines } from './log-lines.ts';
import { freePort, sendRelp } from './log-senders.ts';
import { type BenchServer, processorSeconds, startThroughNpm } from './server.ts';

const PER_SECOND = 15_000;
const MARK_EVERY_MS = 1_000;
/** Every so manieth mark is looked for by a search too: a search takes from the processor what is measured. */
const SEARCHED_EVERY = 5;
const LOOK_MS = 250;
const FOUND_MS_MAX = 60_000;
const DONE_MS_MAX = 60_000;
const RULES_MS_MAX = 120_000;
const IDLE_MS = 10_000;
const NEWEST = 100;
const sigmaRules = fileURLToPath(new URL('../../../shared/data/sigma-rules', import.meta.url));

/** Finds the marked lines, by a class of the normal form: they go the whole way of an entry that is read. */
const markRule = `title: A marked line of the bench
id: 00000000-bbbb-4bbb-8bbb-000000000001
status: test
level: low
logsource:
  category: authentication
detection:
  marked:
    user|startswith: benchmark
  condition: marked
belfry:
  group-by: [user]
`;

interface Desk {
  readonly server: BenchServer;
  readonly token: string;
  readonly relpPort: number;
}

async function call<Answer>({ server, token }: Desk, method: string, to: string, body?: unknown) {
  const options = { method, token, ...(body === undefined ? {} : { body }) };
  const { status, text } = await ask(`${server.address}/api/v1${to}`, options);
  if (status >= 300) throw new Error(`${method} ${to} was answered with ${status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Answer;
}

/** Everything on, and the public rules of SigmaHQ: what comes in is received, sealed, indexed and looked at. */
export async function measureLogDetection(
  dataDir: string,
  token: string,
  seconds: number,
): Promise<Figure[]> {
  if (!existsSync(sigmaRules)) {
    const detail = 'needs sigma-rules in ../shared/data';
    return [{ what: 'detection: skipped', value: 0, unit: '', atMost: null, detail }];
  }
  const relpPort = await freePort();
  const environment = {
    BELFRY_ROLES: 'desk,log',
    BELFRY_SYSLOG_PORT: '0',
    BELFRY_RELP_PORT: String(relpPort),
    BELFRY_RULE_FOLDERS: sigmaRules,
  };
  let server = await startThroughNpm(dataDir, environment);
  try {
    let desk: Desk = { server, token, relpPort };
    await logReady(server.address);
    await untilRules(server.address, 1);
    await delay(IDLE_MS);
    const shipped = await memory('memory: idle, with the rules that ship', server, 1_024);
    const imported = await importRules(desk);
    await delay(IDLE_MS);
    const idle = await memory('memory: idle, with these rules', server, 1_024);
    const { id } = await call<{ id: string }>(desk, 'POST', '/detection/own-rules', { yaml: markRule });
    await untilRules(server.address, imported.rules + 1);
    await server.stop();
    server = await startThroughNpm(dataDir, environment);
    desk = { ...desk, server };
    const started = await restarted(desk, imported.rules + 1);
    const lanes = [
      await lane(desk, `lines of ${MEAN_LINE_BYTES} bytes`, plainLines(), { rule: id, seconds }),
      await lane(desk, 'mixed, with Windows as JSON', mixedLines(), { rule: id, seconds }),
    ].flat();
    const loaded = await memory('memory: everything and rules, right after the load', server, 2_048);
    return [shipped, ...imported.figures, idle, started, ...lanes, loaded].map((figure) => ({
      ...figure,
      what: figure.what.replace(/^log: /, 'detection: '),
    }));
  } finally {
    await server.stop();
  }
}

async function gauge(address: string, name: string): Promise<number> {
  const { text } = await ask(`${address}/metrics`);
  return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? Number.NaN);
}

async function untilRules(address: string, count: number): Promise<number> {
  for (const end = performance.now() + RULES_MS_MAX; performance.now() < end; await delay(50)) {
    const rules = await gauge(address, 'belfry_log_detection_rules');
    if (rules >= count) return rules;
  }
  throw new Error(`Fewer than ${count} rules are in effect after ${RULES_MS_MAX / 1_000} s`);
}

/** Adds the folder, as somebody would in the library, lets all of it run, and applies what it brings. */
async function importRules(desk: Desk): Promise<{ rules: number; figures: Figure[] }> {
  const { address } = desk.server;
  const before = await gauge(address, 'belfry_log_detection_rules');
  const { version } = await call<{ version: number }>(desk, 'GET', '/detection/selection');
  const lines = [{ kinds: ['rule', 'correlation', 'filter'], runs: true }];
  await call(desk, 'PUT', '/detection/selection', { basedOn: version, lines });
  const from = performance.now();
  const folder = { name: 'SigmaHQ', path: path.join(sigmaRules, 'rules'), isWatched: false };
  const added = await call<{ import: string }>(desk, 'POST', '/detection/rule-sets/paths', folder);
  const at = `/detection/imports/${added.import}`;
  let state = 'reading';
  let counts = { added: 0, refused: 0, runsAfter: 0 };
  for (const end = from + RULES_MS_MAX; state === 'reading' && performance.now() < end; await delay(100)) {
    ({ state, counts } = await call<{ state: string; counts: typeof counts }>(desk, 'GET', at));
  }
  const readMs = performance.now() - from;
  await call(desk, 'POST', `${at}/apply`);
  const appliedMs = performance.now() - from - readMs;
  const rules = await untilRules(address, before + counts.runsAfter);
  const effectMs = performance.now() - from - readMs - appliedMs;
  const figure = {
    what: 'log: rules in effect after the import of a folder',
    value: rules,
    unit: 'rules',
    atMost: null,
    atLeast: 3_000,
    detail: `${before} of them were there; ${counts.refused} refused; read in ${(readMs / 1_000).toFixed(1)} s, applied in ${(appliedMs / 1_000).toFixed(1)} s, in effect ${(effectMs / 1_000).toFixed(1)} s later`,
  };
  return { rules, figures: [figure] };
}

async function restarted({ server }: Desk, rules: number): Promise<Figure> {
  const from = performance.now();
  await logReady(server.address);
  await untilRules(server.address, rules);
  return {
    what: 'log: start to all rules in effect',
    value: Number(((server.readyMs + performance.now() - from) / 1_000).toFixed(2)),
    unit: 's',
    atMost: null,
    detail: `the desk answers after ${(server.readyMs / 1_000).toFixed(2)} s, and does not wait for them`,
  };
}

/** A steady load with a marked line each second, and how long each takes until its finding is told of. */
async function lane(
  desk: Desk,
  what: string,
  lines: readonly Buffer[],
  { rule, seconds }: { rule: string; seconds: number },
): Promise<Figure[]> {
  const { server } = desk;
  const marks = new Marks(desk, rule);
  const before = await figuresOf(server.address);
  const usedBefore = await processorSeconds(server.process.pid ?? 0);
  const hitsBefore = await gauge(server.address, 'belfry_log_detection_hits_total');
  const from = performance.now();
  const watching = marks.watch();
  const sent = await sendRelp(desk.relpPort, lines, {
    seconds,
    perSecond: PER_SECOND,
    isNumbered: true,
    marked: () => marks.next(),
  });
  const took = (performance.now() - from) / 1_000;
  const loaded = await memory(`memory: everything and rules, under ${what}`, server, 2_048);
  const after = await figuresOf(server.address);
  marks.end();
  await watching;
  const indexMs = await Promise.all(marks.searched);
  const work = await workOf(what, desk, usedBefore, before.durable + sent.lines, sent.lines);
  const hits = (await gauge(server.address, 'belfry_log_detection_hits_total')) - hitsBefore;
  const unsealed = before.durable + sent.lines - after.sealed;
  const own = `sender ${((sent.cpuSeconds / took) * 100).toFixed(0)} % of a processor`;
  const show = (part: number) => Number(quantile(sent.ackMs, part).toFixed(1));
  const delays = latency(`log: ${what}, from sending to the finding`, marks.foundMs, null);
  const [value] = /p99 (\S+),/.exec(delays.detail)?.slice(1) ?? [];
  return [
    {
      what: `log: ${what}, received, sealed, indexed, looked at for ${seconds} s`,
      value: Math.round(sent.lines / took),
      unit: 'entries/s',
      atMost: null,
      // The sender keeps to its rate within a hundredth.
      atLeast: PER_SECOND * 0.99,
      detail: `at the end ${unsealed} not sealed, ${after.undetected} not looked at, ${after.behind} not indexed; ${hits} hits, ${own}`,
    },
    { ...delays, value: Number(value), unit: 'ms p99', atMost: 5_000 },
    latency(`log: ${what}, from sending to a search that finds it`, indexMs, 10_000),
    {
      what: `log: ${what}, to the acknowledgement`,
      value: show(0.99),
      unit: 'ms p99',
      atMost: 250,
      detail: `n ${sent.ackMs.length}, median ${show(0.5)}, max ${show(1)}`,
    },
    work,
    loaded,
  ];
}

/** What an entry takes of the processors, all the way, once nothing waits any more. */
async function workOf(
  what: string,
  { server }: Desk,
  before: Readonly<Record<string, number>>,
  durable: number,
  entries: number,
): Promise<Figure> {
  let left = Number.NaN;
  for (const end = performance.now() + DONE_MS_MAX; performance.now() < end && left !== 0; ) {
    await delay(LOOK_MS);
    const { behind, sealed, undetected } = await figuresOf(server.address);
    left = Math.max(0, durable - sealed) + behind + undetected;
  }
  const used = Object.entries(await processorSeconds(server.process.pid ?? 0))
    .map(([name, seconds]) => [name, ((seconds - (before[name] ?? 0)) / entries) * 1e6] as const)
    .filter(([, us]) => us >= 0.1);
  const value = used.reduce((sum, [, us]) => sum + us, 0);
  const parts = used.map(([name, us]) => `${name} ${us.toFixed(1)}`).join(', ');
  const rest = left === 0 ? '' : `; ${left} entries still waited`;
  return {
    what: `log: ${what}, time of a processor`,
    value: Number(value.toFixed(1)),
    unit: 'us an entry',
    // Two processors for so many entries a second, and nothing left.
    atMost: Math.round(2e6 / PER_SECOND),
    detail: `${parts}; two processors have time for ${Math.round(2e6 / value)} entries/s${rest}`,
  };
}

/** Marked lines under way, each with a user of its own, and when the desk first showed a finding of it. */
class Marks {
  readonly foundMs: number[] = [];
  readonly searched: Promise<number>[] = [];
  readonly #desk: Desk;
  readonly #rule: string;
  readonly #sentAt = new Map<string, number>();
  #count = 0;
  #markedAt = Number.NEGATIVE_INFINITY;
  #endMs = Number.POSITIVE_INFINITY;

  constructor(desk: Desk, rule: string) {
    this.#desk = desk;
    this.#rule = rule;
  }

  /** The next marked line, when one is due. */
  next(): string | null {
    const now = performance.now();
    if (now - this.#markedAt < MARK_EVERY_MS) return null;
    this.#markedAt = now;
    const word = `benchmark${this.#count}x${Math.round(now)}`;
    this.#sentAt.set(word, now);
    if (this.#count % SEARCHED_EVERY === 0) {
      this.searched.push(untilFound(this.#desk.server.address, this.#desk.token, word));
    }
    this.#count += 1;
    return `<38>Nov 22 10:00:00 bench sshd[7]: Accepted password for ${word} from 192.0.2.9 port 50000 ssh2`;
  }

  end(): void {
    this.#endMs = performance.now() + FOUND_MS_MAX;
  }

  /** Asks for the newest findings until each mark is among them, or too late. */
  async watch(): Promise<void> {
    const query = `/findings?state=any&rule=${this.#rule}&limit=${NEWEST}`;
    interface Page {
      readonly items: { readonly key: { readonly value: string }[] }[];
    }
    while (performance.now() < this.#endMs) {
      if (this.#sentAt.size > 0) {
        const { items } = await call<Page>(this.#desk, 'GET', query);
        for (const { key } of items) this.#found(key[0]?.value ?? '');
      }
      if (this.#endMs !== Number.POSITIVE_INFINITY && this.#sentAt.size === 0) break;
      await delay(LOOK_MS);
    }
    for (const from of this.#sentAt.values()) this.foundMs.push(performance.now() - from);
  }

  #found(word: string): void {
    const from = this.#sentAt.get(word);
    if (from === undefined) return;
    this.foundMs.push(performance.now() - from);
    this.#sentAt.delete(word);
  }
}
