// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import pg from 'pg';
import { openCluster } from '../src/platform/database/cluster.ts';
import { aDataDirectory, setUp, startServerProcess } from './process.ts';

/** What an onlooker would know the reporter by. None of it may be found afterwards. */
const telltales = {
  address: '203.0.113.77',
  agent: 'TelltaleBrowser/7.7',
  referrer: 'telltale-referrer.example',
  cookie: 'telltalecookie',
  language: 'telltale-language',
  header: 'telltale-header-value',
};
const headers: Record<string, string> = {
  'x-forwarded-for': telltales.address,
  'user-agent': telltales.agent,
  referer: `https://${telltales.referrer}/mail`,
  cookie: `seen=${telltales.cookie}`,
  'accept-language': `en, ${telltales.language};q=0.1`,
  'x-telltale': telltales.header,
};
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** Somebody with a browser without script, behind a proxy that says where they are. */
class Reporter {
  readonly address: string;
  readonly answers: string[] = [];
  at = '/report';
  text = '';
  constructor(address: string) {
    this.address = address;
  }

  async go(path: string, init: RequestInit = {}): Promise<number> {
    const answer = await fetch(this.address + path, {
      redirect: 'manual',
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string> | undefined) },
    });
    this.text = await answer.text();
    this.answers.push(JSON.stringify([...answer.headers]), this.text);
    this.at = path;
    const next = answer.headers.get('location');
    return answer.status === 303 && next !== null ? this.go(next) : answer.status;
  }

  post(fields: Record<string, string>, path = this.at): Promise<number> {
    return this.go(path, { method: 'POST', body: new URLSearchParams(fields) });
  }

  upload(path: string, name: string, bytes: Uint8Array<ArrayBuffer>, more: Record<string, string> = {}) {
    const body = new FormData();
    for (const [field, value] of Object.entries(more)) body.append(field, value);
    body.append('files', new Blob([bytes]), name);
    return this.go(path, { method: 'POST', body });
  }
}

/** Breaks off in the middle of an upload, as a phone in a tunnel does. */
async function breakOff(address: string, path: string): Promise<void> {
  const { hostname, port } = new URL(address);
  await new Promise<void>((resolve) => {
    const socket = createConnection({ host: hostname, port: Number(port) }, () => {
      const said = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\n${said.join('')}Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n--b\r\ncontent-disposition: form-data; name="files"; filename="half.txt"\r\n\r\nhalf`,
        () => setImmediate(() => socket.destroy()),
      );
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}

/** What is no HTTP at all: the server's own error then carries the raw packet. */
async function speakNonsense(address: string): Promise<void> {
  const { hostname, port } = new URL(address);
  await new Promise<void>((resolve) => {
    const said = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = createConnection({ host: hostname, port: Number(port) }, () =>
      socket.end(`POST /report HTTP/1.1\r\nHost: ${hostname}\r\n${said.join('')}Content-Length: x\r\n\r\n`),
    );
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.on('close', () => resolve());
  });
}

async function walk(address: string): Promise<Reporter> {
  const reporter = new Reporter(address);
  await reporter.go('/report');
  await reporter.post({}, '/report');
  await reporter.post({ kind: 'incident' });
  await reporter.post({ happened: 'Somebody copies files', website: '' });
  // On through whatever the form asks, leaving out what may be left out.
  for (let step = 0; step < 12 && !/\/check(\?|$)/.test(reporter.at); step += 1) {
    const asked = reporter.at.split('?')[0]?.split('/').at(-1) ?? '';
    if (asked === 'files') {
      await breakOff(address, reporter.at);
      await reporter.upload(reporter.at, 'note.txt', new Uint8Array([1, 2, 3]), { action: 'continue' });
    } else {
      await reporter.post({ ongoing: 'no', known: 'no', reach: 'anonymous', category: '' });
    }
  }
  await reporter.post({});
  if (reporter.at.includes('/confirm')) {
    await reporter.post({ confirmed: 'yes' }, reporter.at.replace('/confirm', '/check'));
  }
  const receipt = /id="receipt">([\d ]+)</.exec(reporter.text)?.[1] ?? '';
  assert.match(receipt, /^[\d ]{19}$/, reporter.text.slice(0, 2_000));
  // Errors are where things leak: a wrong receipt, bad bodies, what is too large, what is not there.
  await reporter.post({ receipt: '1234567812345678' }, '/report/back');
  await reporter.go('/report/back', {
    method: 'POST',
    body: '{',
    headers: { 'content-type': 'application/json' },
  });
  await reporter.go('/report/back', { method: 'POST', body: 'x'.repeat(3_000_000) });
  await reporter.go('/report/nothing/here');
  await reporter.go('/report/%zz');
  await speakNonsense(address);
  await reporter.go('/api/v1/reports', {
    method: 'POST',
    body: '{',
    headers: { 'content-type': 'application/json' },
  });
  await reporter.go('/api/v1/reports', {
    method: 'POST',
    body: JSON.stringify({ summary: 'By the API', anonymous: true }),
    headers: { 'content-type': 'application/json' },
  });
  await reporter.post({ receipt }, '/report/back');
  const mine = reporter.at;
  await reporter.post({ message: 'More words' }, `${mine}/message`);
  await reporter.upload(`${mine}/files`, 'more.txt', new Uint8Array([4, 5, 6]));
  await breakOff(address, `${mine}/files`);
  await reporter.go(mine, { method: 'POST', body: 'x' });
  await reporter.post({}, `${mine}/leave`);
  await reporter.go(mine);
  return reporter;
}

async function everyRow(t: TestContext, dataDir: string): Promise<Map<string, string>> {
  const cluster = await openCluster({ dataDir, mode: 'guest', log: quiet });
  t.after(() => cluster.stop());
  const client = new pg.Client(cluster.connection('owner'));
  await client.connect();
  const rows = new Map<string, string>();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of tables) {
      const found = await client.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
      rows.set(name, found.rows.map(({ row }) => row).join('\n'));
    }
  } finally {
    await client.end();
  }
  return rows;
}

/** Names and contents below DATA, but for PostgreSQL's own files: their rows are read through SQL. */
async function everyFile(dataDir: string): Promise<string> {
  const listed = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    listed
      .filter((entry) => entry.isFile() && !entry.parentPath.includes(`${dataDir}/postgres`))
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return `${path}\n${(await readFile(path).catch(() => Buffer.alloc(0))).toString('latin1')}`;
      }),
  );
  return texts.join('\n');
}

// Danger: somebody who was promised to stay unknown is found by the traces their device left.
test('an anonymous reporter leaves no trace in tables, files, logs, metrics and answers', async (t) => {
  const dataDir = await aDataDirectory(t);
  await setUp(dataDir);
  const server = await startServerProcess(dataDir, {
    BELFRY_LOG_LEVEL: 'trace',
    BELFRY_TRUST_PROXY: '127.0.0.1',
  });
  t.after(() => server.process.kill('SIGKILL'));
  const reporter = await walk(server.address);
  const metrics = await (await fetch(`${server.address}/metrics`)).text();
  const rows = await everyRow(t, dataDir);
  server.process.kill('SIGTERM');
  await server.ended;
  const places = new Map([
    ...rows,
    ['the log', server.output()],
    ['the metrics', metrics],
    ['the answers', reporter.answers.join('\n')],
    ['the files', await everyFile(dataDir)],
  ]);
  assert.ok((rows.get('report') ?? '').includes('Somebody copies files'), 'the search finds what is there');
  assert.ok(server.output().length > 0);
  for (const [place, text] of places) {
    for (const [kind, telltale] of Object.entries(telltales)) {
      assert.ok(!text.toLowerCase().includes(telltale.toLowerCase()), `${place} holds the ${kind}`);
      // A buffer in a log is a list of its bytes.
      assert.ok(
        !text.includes([...Buffer.from(telltale)].join(',')),
        `${place} holds the bytes of the ${kind}`,
      );
    }
  }
  for (const text of reporter.answers.filter((each) => each.startsWith('['))) {
    assert.doesNotMatch(text, /"set-cookie"/);
  }
});
