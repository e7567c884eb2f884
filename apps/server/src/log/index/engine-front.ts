// SPDX-License-Identifier: Apache-2.0
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Session } from 'chdb';
import { logLimits } from '../log-limits.ts';
import { type EngineRequest, engineCode, literal, readEngineRequest } from './engine-request.ts';

/** Connections to the engine in this process: each does one thing at a time. */
export interface EngineSessions {
  readonly open: () => Session;
  /** How many statements run at once; further ones wait. */
  readonly count: number;
}

const unzip = promisify(gunzip);

/**
 * As much of ClickHouse's HTTP interface as its official client needs, over the embedded engine: whoever speaks to a
 * cluster speaks to this in the same words. It listens on this machine only, and answers who knows the secret.
 */
export function createEngineFront(sessions: EngineSessions, secret: string): Server {
  const pool = openPool(sessions);
  const server = createServer((request, response) => {
    answer(pool, secret, request, response).catch((error: unknown) => {
      if (!response.headersSent)
        refuse(response, 500, error instanceof Error ? error.message : String(error));
      else response.destroy();
    });
  });
  server.keepAliveTimeout = logLimits.engineKeepAliveMs;
  server.on('close', () => pool.close());
  return server;
}

interface Pool {
  run<T>(work: (session: Session) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** A session beside the others, to stop what they do. */
  readonly control: Session;
  close(): void;
}

function openPool({ count, open }: EngineSessions): Pool {
  const free = Array.from({ length: count }, open);
  const all = [...free];
  const waiting: (() => void)[] = [];
  const control = open();
  return {
    control,
    run: async (work, signal) => {
      while (free.length === 0) {
        await new Promise<void>((resolve) => waiting.push(resolve));
        if (signal.aborted) {
          waiting.shift()?.();
          throw cancelledError();
        }
      }
      const session = free.pop();
      if (session === undefined) throw new Error('A free session is gone');
      try {
        return await work(session);
      } finally {
        free.push(session);
        waiting.shift()?.();
      }
    },
    close: () => {
      for (const session of [...all, control]) session.close();
    },
  };
}

async function answer(
  pool: Pool,
  secret: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = new URL(request.url ?? '/', 'http://engine');
  if (address.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  if (!knows(request, secret))
    return refuse(response, 403, 'Code: 516. DB::Exception: Authentication failed (AUTHENTICATION_FAILED)');
  const body = await readBody(request);
  if (body === null)
    return refuse(response, 413, 'Code: 131. DB::Exception: The body is too large (TOO_LARGE_STRING_SIZE)');
  const asked = readEngineRequest(
    address.searchParams,
    address.searchParams.has('query') ? null : body.toString(),
  );
  const cancelled = new AbortController();
  const mark = `/*${address.searchParams.get('query_id')?.replaceAll(/[^\w-]/g, '') ?? ''}*/`;
  response.once('close', () => {
    if (!response.writableFinished) cancelled.abort();
  });
  try {
    const result = await pool.run(
      (session) => run(session, asked, body, { control: pool.control, mark, signal: cancelled.signal }),
      cancelled.signal,
    );
    response.setHeader('X-ClickHouse-Summary', JSON.stringify(result.summary));
    response.setHeader('X-ClickHouse-Query-Id', mark.slice(2, -2));
    if (asked.format !== null) response.setHeader('X-ClickHouse-Format', asked.format);
    response.end(result.bytes);
  } catch (error) {
    refuse(response, 500, error instanceof Error ? error.message : String(error));
  }
}

const cancelledError = (): Error =>
  new Error('Code: 394. DB::Exception: Query was cancelled. (QUERY_WAS_CANCELLED)');

/** How a statement is found again by who stops it. */
interface Stoppable {
  readonly control: Session;
  /** A comment in front of it. */
  readonly mark: string;
  readonly signal: AbortSignal;
}

interface Ran {
  readonly bytes: Uint8Array;
  readonly summary: Readonly<Record<string, string>>;
}

async function run(session: Session, asked: EngineRequest, body: Buffer, stoppable: Stoppable): Promise<Ran> {
  if (asked.insert !== null) {
    const { columns, table } = asked.insert;
    const written = await session.insert({
      table,
      values: body,
      format: 'JSONEachRow',
      settings: { ...asked.settings },
      ...(columns.length === 0 ? {} : { columns }),
    });
    return { bytes: Buffer.alloc(0), summary: { written_rows: String(written.rowsWritten) } };
  }
  const settings = Object.entries(asked.settings).map(([name, value]) => `${name} = ${numberOr(value)}`);
  const isQuery = /^\s*(?:\/\*.*?\*\/\s*)*(?:WITH|SELECT|EXPLAIN|SHOW|DESCRIBE)\b/i.test(asked.sql);
  const tail = isQuery && settings.length > 0 ? `\nSETTINGS ${settings.join(', ')}` : '';
  // Set on the session and not bound to the call: bound statements of one process wait for each other.
  const bound = Object.entries(asked.parameters).map(([name, value]) => `${name} = ${literal(value)}`);
  if (bound.length > 0) await session.queryAsync(`SET ${bound.join(', ')}`);
  const sql = `${stoppable.mark} ${asked.sql}${tail}`;
  const result = await whileWanted(stoppable, () =>
    session.queryAsync(sql, { format: asked.format ?? 'TabSeparated' }),
  );
  return {
    bytes: result.bytes(),
    summary: { read_rows: String(result.rowsRead), read_bytes: String(result.bytesRead) },
  };
}

/**
 * Runs a statement, and stops it once nobody waits for it. The engine may not know it yet when its caller goes: it is
 * told again until the statement ended.
 */
async function whileWanted<T>({ control, mark, signal }: Stoppable, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw cancelledError();
  const ended = new AbortController();
  const stop = async () => {
    while (!ended.signal.aborted) {
      killMarked(control, mark);
      await delay(logLimits.engineStopAgainMs, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', stop);
    ended.abort();
  }
}

/** A setting comes from our own client; it is quoted all the same. */
function numberOr(value: string): string {
  return /^-?\d+(\.\d+)?$/.test(value) ? value : literal(value);
}

function killMarked(control: Session, mark: string): void {
  if (mark.length < 8) return;
  // The mark holds letters, digits and dashes only.
  control.queryAsync(`KILL QUERY WHERE startsWith(query, '${mark}') ASYNC`).catch(() => undefined);
}

function knows(request: IncomingMessage, secret: string): boolean {
  const given = request.headers['x-clickhouse-key'] ?? basicPassword(request.headers.authorization);
  return given === secret;
}

function basicPassword(header: string | undefined): string | undefined {
  if (header?.startsWith('Basic ') !== true) return undefined;
  return Buffer.from(header.slice('Basic '.length), 'base64').toString().split(':')[1];
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > logLimits.engineBodyBytesMax) return null;
    parts.push(bytes);
  }
  const body = Buffer.concat(parts);
  return request.headers['content-encoding'] === 'gzip'
    ? await unzip(body, { maxOutputLength: logLimits.engineBodyBytesMax })
    : body;
}

function refuse(response: ServerResponse, status: number, message: string): void {
  const code = engineCode(message);
  if (code !== null) response.setHeader('X-ClickHouse-Exception-Code', String(code));
  response.statusCode = status;
  response.end(message);
}
