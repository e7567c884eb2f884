// SPDX-License-Identifier: Apache-2.0
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openCluster } from '../apps/server/src/platform/database/cluster.ts';
import { type Figure, latency, quantile, table } from './bench/figures.ts';
import { ask, timeAtRate, timeCalls } from './bench/http.ts';
import { INCIDENTS, loadDesk, REPORTS } from './bench/load.ts';
import { measureLogDetection } from './bench/log-detection.ts';
import { measureLogHouse } from './bench/log-house.ts';
import { measureLogReceive } from './bench/log-receive.ts';
import { measureLogSearch } from './bench/log-search.ts';
import { measureVerify } from './bench/log-verify.ts';
import { measureMailIn } from './bench/mail.ts';
import { loadObligations, OPEN_OBLIGATIONS } from './bench/obligations.ts';
import { type BenchServer, cli, memoryMb, startThroughNpm } from './bench/server.ts';
import { measureSigma } from './bench/sigma.ts';
import { measureWebhooks } from './bench/webhooks.ts';

const CALLS = 200;
const AT_ONCE = 4;
const STARTS = 5;
/** Whoever waits for the table gets it: a bench that takes longer tells what it has, and fails. */
const BENCH_MS_MAX = 25 * 60_000;
/** `npm run bench -- quick` takes shorter runs and a smaller index; `log`, `detection` and `desk` measure only that. */
const wanted = process.argv.slice(2);
const isQuick = wanted.includes('quick');
const only = ['log', 'detection', 'desk'].filter((each) => wanted.includes(each));
const has = (name: string) => only.length === 0 || only.includes(name);
const seconds = isQuick
  ? { fast: 30, sustained: 30, detection: 20 }
  : { fast: 60, sustained: 60, detection: 60 };
const SEARCHED_ENTRIES = isQuick ? 2_000_000 : 10_000_000;
const EMAIL = 'bench@example.org';
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const say = (line: string) => process.stderr.write(`${line}\n`);

interface Prepared {
  readonly token: string;
  readonly references: string[];
}

async function prepare(dataDir: string, isLoaded: boolean): Promise<Prepared> {
  const passwordFile = join(dataDir, '..', 'password');
  await writeFile(passwordFile, 'Torenklok slaat dertien maal\n');
  await cli(
    'setup',
    '--data',
    dataDir,
    '--organisation',
    'Stad Bench',
    '--admin',
    EMAIL,
    '--password-file',
    passwordFile,
  );
  const token = await cli('token', '--data', dataDir, '--person', EMAIL);
  return { token, references: isLoaded ? await load(dataDir) : [] };
}

/** @returns references of incidents that may be changed */
async function load(dataDir: string): Promise<string[]> {
  const cluster = await openCluster({ dataDir, mode: 'guest', log: quiet });
  const client = new pg.Client(cluster.connection('owner'));
  try {
    await client.connect();
    const { rows } = await client.query<{ id: string }>('SELECT id FROM person LIMIT 1');
    say(`Loading ${INCIDENTS} incidents and ${REPORTS} reports`);
    await loadDesk(client, rows[0]?.id ?? '');
    await loadObligations(client);
    const some = await client.query<{ reference: string }>(
      `SELECT reference FROM incident WHERE status = 'confirmed' AND NOT restricted ORDER BY declared_at DESC LIMIT ${CALLS}`,
    );
    return some.rows.map((row) => row.reference);
  } finally {
    await client.end();
    await cluster.stop();
  }
}

/** One person may ask 6,000 times a minute: a bench that asks more measures refusals. */
const CALLS_PER_MINUTE = 5_000;

async function measureDesk(address: string, token: string, references: string[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  const api = `${address}/api/v1`;
  const reference = (index: number) => references[index % references.length] ?? '';
  let calls = 0;
  const measure = async (
    what: string,
    atMost: number | null,
    call: (index: number) => ReturnType<typeof ask>,
  ) => {
    calls += 10 + CALLS;
    if (calls > CALLS_PER_MINUTE) {
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      calls = 10 + CALLS;
    }
    await timeCalls(10, AT_ONCE, call);
    figures.push(latency(what, await timeCalls(CALLS, AT_ONCE, call), atMost));
    say(`${what}: ${figures.at(-1)?.value} ms p95`);
  };
  const get = (path: string) => ask(`${api}${path}`, { token });
  const words = [
    'ransomware',
    'phishing mail',
    'REP-2026',
    'INC-2025-0042',
    'zzzz',
    'water school',
    'laptop',
    'portal',
  ];
  const word = (index: number) => encodeURIComponent(words[index % words.length] ?? '');

  await measure('incidents: newest 50', 100, () => get('/incidents'));
  for (const sort of ['updated', 'severity', 'status', 'title', 'reference']) {
    await measure(`incidents: sorted by ${sort}`, 100, () => get(`/incidents?sort=${sort}`));
  }
  await measure('incidents: open and critical', 100, () => get('/incidents?status=open&severity=critical'));
  await measure('incidents: words', 100, (index) => get(`/incidents?q=${word(index)}`));
  await measure('incidents: a page deep inside', 100, deepPages(api, token));
  await measure('incidents: counts', 100, () => get('/incidents/count'));
  await measure('reports: the queue', 100, () => get('/reports?state=open&order=oldest'));
  const queues = JSON.parse((await get('/triage/queues')).text) as { items: { id: string }[] };
  const queue = (index: number) => queues.items[index % queues.items.length]?.id ?? 'none';
  await measure('reports: in one queue', 100, (index) =>
    get(`/reports?state=open&order=oldest&queue=${queue(index)}`),
  );
  await measure('reports: matched no rule', 100, () => get('/reports?state=open&order=oldest&queue=none'));
  await measure('reports: one queue, newest 50', 100, (index) => get(`/reports?queue=${queue(index)}`));
  await measure('reports: mine', 100, () => get('/reports?handler=me'));
  await measure('triage: queues with their counts', 100, () => get('/triage/queues'));
  await measure('triage: time to first answer', 100, () => get('/triage/answer-times'));
  await measure('reports: newest 50', 100, () => get('/reports'));
  await measure('reports: words', 100, (index) => get(`/reports?q=${word(index)}`));
  await measure('statistics: six months', 100, () => get('/statistics/reports'));
  await measure('reports: counts', 100, () => get('/reports/count'));
  await measure('search: everything', 100, (index) => get(`/search?q=${word(index)}`));
  await measure(`what we owe: ${OPEN_OBLIGATIONS} open, the soonest`, 100, () => get('/obligations'));
  await measure('what we owe: counts', 100, () => get('/obligations/count'));
  await measure('what we owe: mine', 100, () => get('/obligations?owner=me'));
  await measure('incident: its page', 100, (index) => get(`/incidents/${reference(index)}`));
  await measure('incident: its timeline', 100, (index) => get(`/incidents/${reference(index)}/timeline`));
  await measure('incident: a change', 100, (index) =>
    ask(`${api}/incidents/${reference(index)}`, {
      method: 'PATCH',
      token,
      body: { summary: `Measured ${index} ${performance.now()}` },
    }),
  );
  await measure('incident: a note', 100, (index) =>
    ask(`${api}/incidents/${reference(index)}/timeline`, {
      method: 'POST',
      token,
      body: { text: `Note ${index}` },
    }),
  );
  await measure('tasks: mine', 100, () => get('/tasks?owner=me'));
  await measure('history: everything, newest 50', 100, () => get('/history'));
  return figures;
}

/** Walks the list page by page, so that each call asks for another depth. */
function deepPages(api: string, token: string): (index: number) => ReturnType<typeof ask> {
  let cursor = '';
  return async () => {
    const answer = await ask(`${api}/incidents?limit=50${cursor}`, { token });
    const { next } = JSON.parse(answer.text) as { next: string | null };
    cursor = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
    return answer;
  };
}

async function measureForm(address: string): Promise<Figure[]> {
  const seconds = 30;
  const { samples, failed } = await timeAtRate(200, seconds, (index) =>
    ask(`${address}/api/v1/reports`, {
      method: 'POST',
      body: { summary: `Somebody clicked a link, number ${index}`, anonymous: index % 2 === 0 },
    }),
  );
  return [
    latency(`public reports: 200/s for ${seconds} s`, samples, 150),
    { what: 'public reports: failed', value: failed, unit: 'of 6000', atMost: 0, detail: '' },
  ];
}

async function measureMemory(what: string, pid: number): Promise<Figure> {
  const { byName, total } = await memoryMb(pid);
  const detail = Object.entries(byName)
    .map(([name, mb]) => `${name} ${mb.toFixed(0)}`)
    .join(', ');
  const value = Math.round(total);
  return { what: `memory of desk and PostgreSQL: ${what}`, value, unit: 'MB', atMost: 400, detail };
}

async function measureStarts(dataDir: string): Promise<Figure> {
  const starts: number[] = [];
  for (let index = 0; index < STARTS; index += 1) {
    const server = await startThroughNpm(dataDir, {
      BELFRY_ROLES: 'desk,log',
      BELFRY_SYSLOG_PORT: '0',
      BELFRY_RELP_PORT: '0',
    });
    starts.push(server.readyMs / 1_000);
    await server.stop();
  }
  starts.sort((a, b) => a - b);
  return {
    what: 'npm start: warm, with the log, to ready',
    value: Number(quantile(starts, 0.5).toFixed(2)),
    unit: 's median',
    atMost: 3,
    detail: `n ${STARTS}, min ${starts[0]?.toFixed(2)}, max ${starts.at(-1)?.toFixed(2)}`,
  };
}

const dir = await mkdtemp(join(tmpdir(), 'belfry-bench-'));
const dataDir = join(dir, 'data');
const figures: Figure[] = [];
let running: BenchServer | null = null;

/** One part of the bench. One that fails is a figure that is not held, and takes no other along. */
async function part(name: string, measure: () => Promise<Figure[]>): Promise<void> {
  say(`Measuring ${name}`);
  try {
    figures.push(...(await measure()));
  } catch (error) {
    const detail = (error instanceof Error ? error.message : String(error))
      .replaceAll(/\s+/g, ' ')
      .slice(0, 300);
    figures.push({ what: `${name}: not measured`, value: 1, unit: '', atMost: 0, detail });
  }
}

async function finish(): Promise<void> {
  // What was measured before a failure is printed too.
  process.stdout.write(
    `${cpus().length} processors, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}\n${table(figures)}\n`,
  );
  await mkdir('bench-results', { recursive: true });
  await writeFile('bench-results/bench.json', `${JSON.stringify(figures, null, 2)}\n`);
  await running?.stop();
  await rm(dir, { recursive: true, force: true });
}

const tooLong = setTimeout(() => {
  const detail = `stopped after ${BENCH_MS_MAX / 60_000} minutes; what is missing above was not measured`;
  figures.push({ what: 'the bench itself', value: 1, unit: '', atMost: 0, detail });
  void finish().finally(() => process.exit(1));
}, BENCH_MS_MAX);

/** The desk alone, with many incidents in it. */
async function benchDesk(): Promise<void> {
  const { token, references } = await prepare(dataDir, true);
  const server = await startThroughNpm(dataDir);
  running = server;
  const pid = server.process.pid ?? 0;
  await ask(`${server.address}/api/v1/incidents`, { token });
  await part('memory', async () => [await measureMemory('started', pid)]);
  await part('the desk', () => measureDesk(server.address, token, references));
  await part('public reports', () => measureForm(server.address));
  await part('mail in', () => measureMailIn(`${server.address}/api/v1`, token));
  await part('webhooks', () => measureWebhooks(server.address, token));
  await part('memory', async () => [await measureMemory('after all of this', pid)]);
  running = null;
  await server.stop();
  await part('starts', async () => [await measureStarts(dataDir)]);
}

/** The log in a house of its own: what it sealed is what is verified and searched afterwards. */
async function benchLog(): Promise<void> {
  await part('log receivers', measureLogReceive);
  const logHouse = join(dir, 'log', 'data');
  await mkdir(join(dir, 'log'));
  const { token } = await prepare(logHouse, false);
  await part('the log', () => measureLogHouse(logHouse, token, seconds));
  const logDir = join(logHouse, 'log');
  await part('verify', () => measureVerify(logDir));
  await part('log search', () => measureLogSearch(logDir, dir, SEARCHED_ENTRIES));
}

/** The rules, in a house of their own: what they remember of one load would be part of the next. */
async function benchDetection(): Promise<void> {
  await part('sigma', measureSigma);
  const detectionHouse = join(dir, 'detection', 'data');
  await mkdir(join(dir, 'detection'));
  const { token } = await prepare(detectionHouse, false);
  await part('detection', () => measureLogDetection(detectionHouse, token, seconds.detection));
}

try {
  if (has('detection')) await benchDetection();
  if (has('log')) await benchLog();
  if (has('desk')) await benchDesk();
} finally {
  clearTimeout(tooLong);
  await finish();
}
