// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { SealedLine } from '@belfry/contract';
import { readJournal } from '../src/log/journal/index.ts';
import { openLogDirectory } from '../src/log/sealing/index.ts';
import { LOG_SECRET_HEADER } from '../src/platform/log-link/log-link.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { testLogConfiguration } from './log.ts';
import { type LogChild, startLogChild } from './log-child.ts';
import { newBook, type SentBook, sendByRelp } from './relp-sender.ts';
import { rounds, untilMore } from './rounds.ts';

const KILLS = rounds(24);
const TOKEN = 'token-of-the-kill-test';

/** What is wrong with a log, held against what its senders know; empty when nothing is. */
function problemsOf(found: readonly string[], book: SentBook): string[] {
  const counts = new Map<string, number>();
  for (const text of found) counts.set(text, (counts.get(text) ?? 0) + 1);
  const lost = [...book.acknowledged].filter((text) => !counts.has(text));
  const doubled = [...counts].filter(([text, count]) => count > 1 && !book.again.has(text));
  return [
    ...lost.map((text) => `lost: ${text}`),
    ...doubled.map(([text, count]) => `${count} times, sent once: ${text}`),
  ];
}

async function addTokenSource({ query }: TestDatabase): Promise<void> {
  const id = randomUUID();
  await query(
    `INSERT INTO log_source (id, name, state, stream, retention_class, created_at, changed_at)
     VALUES ($1, 'Kill test', 'active', 'transaction', 'functional', now(), now())`,
    [id],
  );
  await query(
    `INSERT INTO log_source_identity (id, source_id, kind, value, created_at) VALUES ($1, $2, 'token', $3, now())`,
    [randomUUID(), id, createHash('sha256').update(TOKEN).digest('hex')],
  );
}

/** Three lines a request, sent until they are answered; without a key, so that what is sent again may be there twice. */
async function sendByNdjson(
  log: () => LogChild,
  book: SentBook,
  next: () => string | null,
  givenUp: AbortSignal,
): Promise<void> {
  for (let lines: string[] = []; !givenUp.aborted; ) {
    while (lines.length < 3) {
      const line = next();
      if (line === null) break;
      lines.push(line);
    }
    if (lines.length === 0) return;
    const { httpPort, secret } = log();
    const answer = await fetch(`http://127.0.0.1:${httpPort}/ingest/ndjson`, {
      method: 'POST',
      headers: { [LOG_SECRET_HEADER]: secret, authorization: `Bearer ${TOKEN}` },
      body: `${lines.join('\n')}\n`,
      signal: AbortSignal.timeout(5_000),
    }).catch(() => null);
    if (answer !== null && answer.status < 300) {
      for (const line of lines) book.acknowledged.add(line);
      lines = [];
    } else {
      assert.ok(answer === null || answer.status >= 500, `refused with ${answer?.status}`);
      for (const line of lines) book.again.add(line);
      await delay(20);
    }
    await answer?.arrayBuffer().catch(() => undefined);
  }
}

async function journalTexts(directory: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const some of readJournal(directory, { fromSeq: 1 })) {
    texts.push(...some.map(({ raw }) => Buffer.from(raw).toString()));
  }
  return texts;
}

async function sealedLines(directory: string): Promise<SealedLine[]> {
  const lines: SealedLine[] = [];
  const logs = openLogDirectory(directory);
  for (const name of await logs.names()) {
    for await (const run of logs.open(name).lines(0, Number.MAX_SAFE_INTEGER)) {
      lines.push(...run.lines.map((line) => JSON.parse(line.toString()) as SealedLine));
    }
  }
  return lines.sort((one, other) => one.seq - other.seq);
}

async function untilSealed({ httpPort, secret }: LogChild): Promise<void> {
  for (let waited = 0; waited < 240_000; waited += 100) {
    const answer = await fetch(`http://127.0.0.1:${httpPort}/inside/metrics`, {
      method: 'POST',
      headers: { [LOG_SECRET_HEADER]: secret },
    });
    const text = (await answer.json()) as string;
    const figure = (name: string) => new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1];
    if (figure('belfry_log_sealed_entries') === figure('belfry_log_journal_entries')) return;
    await delay(100);
  }
  assert.fail('not everything was sealed within a minute');
}

/** Logs that are killed at the same time, each with senders, a directory and a database of its own. */
const LOGS = 3;

interface Killed {
  readonly book: SentBook;
  /** What its journal holds in the end, in order. */
  readonly texts: readonly string[];
  /** What it sealed in the end, in order. */
  readonly lines: readonly SealedLine[];
}

/** Kills a log again and again while its senders send, and lets it come to rest. */
async function killAgainAndAgain(t: TestContext, kills: number): Promise<Killed> {
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-kills-'));
  t.after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10 }));
  const opened = await openTestDatabase(t);
  await addTokenSource(opened);
  // Nobody answers there: the search engine has kills of its own, and takes longer to start than all the rest.
  const clickhouseUrl = 'http://127.0.0.1:9';
  const configuration = testLogConfiguration(dataDir, { logLevel: 'warn', clickhouseUrl });
  let log = await startLogChild(configuration, opened.application);
  opened.closeFirst(() => log.process.kill('SIGKILL'));
  const book = newBook();
  let isOver = false;
  const givenUp = new AbortController();
  opened.closeFirst(() => {
    isOver = true;
    givenUp.abort();
  });
  const next = (name: string) => {
    let count = 0;
    return () => {
      if (isOver) return null;
      count += 1;
      return `<13>1 2026-11-22T01:02:03Z host ${name} - - - ${name}-${count} ${'x'.repeat(count % 300)}`;
    };
  };
  const relpPort = () => log.portOf('relp');
  // What fails in a sender is told when they are waited for, and ends the others.
  const sending = Promise.all([
    sendByRelp(relpPort, book, next('relp-a'), givenUp.signal),
    sendByRelp(relpPort, book, next('relp-b'), givenUp.signal),
    sendByNdjson(() => log, book, next('ndjson'), givenUp.signal),
  ]);
  sending.catch(() => givenUp.abort());
  for (let kill = 0; kill < kills; kill += 1) {
    // Every other one may come before anything was sent.
    if (kill % 2 === 0) await untilMore(() => book.acknowledged.size, 21);
    await delay(randomInt(10, 600));
    log.process.kill('SIGKILL');
    await log.ended;
    log = await startLogChild(configuration, opened.application);
  }
  isOver = true;
  await sending;
  await untilSealed(log);
  await log.stop();
  const texts = await journalTexts(join(dataDir, 'journal'));
  return { book, texts, lines: await sealedLines(join(dataDir, 'log')) };
}

// Danger (R1): an entry that its sender was told is safe, and that no crash may take, is gone.
test(`${KILLS} kill -9 of the log process under mixed senders lose no acknowledged entry`, async (t) => {
  const kills = Math.ceil(KILLS / LOGS);
  const logs = await Promise.all(Array.from({ length: LOGS }, () => killAgainAndAgain(t, kills)));
  for (const { book, lines, texts } of logs) {
    assert.deepEqual(problemsOf(texts, book), []);
    assert.deepEqual(
      lines.map(({ seq }) => seq),
      Array.from({ length: texts.length }, (_, index) => index + 1),
      'sealed once each, without a gap',
    );
    assert.deepEqual(
      lines.map(({ raw }) => raw),
      texts,
      'sealed as received',
    );
    const flagged = lines.filter(({ dup }) => dup !== undefined).length;
    const copies = texts.length - new Set(texts).size;
    assert.ok(book.acknowledged.size > kills * 10, `${book.acknowledged.size} acknowledged`);
    t.diagnostic(
      `${kills} kills, ${book.acknowledged.size} acknowledged, ${texts.length} sealed, ${copies} copies, ${flagged} flagged`,
    );
  }
});

/** Acknowledges what it has only in memory: the mistake the test above is there to find. */
async function aForgetfulServer(t: TestContext): Promise<{ port: number; crash(): void; kept: string[] }> {
  const kept: string[] = [];
  let life = 0;
  const server = createServer((socket) => {
    const mine = life;
    let heard = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      for (;;) {
        const found = /^(\d+) (\w+) (\d+) ?/.exec(heard);
        const end = found === null ? 0 : found[0].length + Number(found[3]) + 1;
        if (found === null || heard.length < end) return;
        const text = heard.slice(found[0].length, end - 1);
        if (found[2] === 'syslog') {
          void delay(30).then(() => {
            if (mine === life) kept.push(text);
          });
        }
        socket.write(`${found[1]} rsp 6 200 OK\n`);
        heard = heard.slice(end);
      }
    });
    sockets.add(socket);
  });
  const sockets = new Set<import('node:net').Socket>();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const crash = () => {
    life += 1;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return { port, crash, kept };
}

// Danger: the test above passes whatever the log does, because its senders or its checker are blind.
test('the same senders and the same check catch a log that acknowledges before it writes', async (t) => {
  const server = await aForgetfulServer(t);
  const book = newBook();
  let left = 3_000;
  const sending = sendByRelp(
    () => server.port,
    book,
    () => {
      left -= 1;
      return left < 0 ? null : `entry ${left}`;
    },
  );
  for (let crash = 0; crash < 5; crash += 1) {
    await delay(20);
    server.crash();
  }
  await sending;
  await delay(100);
  assert.notDeepEqual(problemsOf(server.kept, book), []);
});
