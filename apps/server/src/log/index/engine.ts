// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { logLimits } from '../log-limits.ts';
import type { EngineAddress } from './engine-supervisor.ts';

/** What a statement may use; what goes beyond is stopped by the engine. */
export interface EngineLimits {
  readonly secondsMax: number;
  readonly rowsReadMax: number;
  readonly resultBytesMax: number;
}

/** A value bound to a place of a statement; never part of its text. */
export type EngineValue = string | number | readonly string[];
export interface Statement {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, EngineValue>>;
}

/** ClickHouse, embedded or a cluster: the same words to both. */
export interface Engine {
  rows<Row>(statement: Statement, limits?: EngineLimits, signal?: AbortSignal): Promise<Row[]>;
  command(sql: string): Promise<void>;
  /** Rows as JSON, a line each; the same token twice is one insert. */
  insert(table: string, lines: Buffer, token: string): Promise<void>;
  close(): Promise<void>;
}

/** The engine stopped a statement because it wanted more than it may. */
export class EngineTooMuch extends Error {}
/** The engine does not answer; whether it did what was asked is unknown. */
export class EngineAway extends Error {}

/** Codes of the engine for a limit that was reached: time, rows, bytes, memory, result, partitions. */
const tooMuchCodes = new Set(['159', '158', '307', '241', '396', '160', '252']);

const defaultLimits: EngineLimits = {
  secondsMax: logLimits.searchSecondsMax,
  rowsReadMax: logLimits.searchRowsReadMax,
  resultBytesMax: logLimits.searchResultBytesMax,
};

export function openEngine(address: EngineAddress): Engine {
  const client = createClient({
    ...address,
    application: 'belfry',
    request_timeout: logLimits.engineRequestMsMax,
    max_open_connections: logLimits.engineConnectionsMax,
    keep_alive: { enabled: true, idle_socket_ttl: logLimits.engineKeepAliveMs / 2 },
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    log: { level: ClickHouseLogLevel.OFF },
  });
  return {
    rows: (statement, limits = defaultLimits, signal) =>
      told(() => readRows(client, statement, limits, signal), signal),
    command: (sql) => told(async () => void (await client.command({ query: sql }))),
    insert: (table, lines, token) => told(() => insertLines(client, table, lines, token)),
    close: () => client.close(),
  };
}

async function readRows<Row>(
  client: ClickHouseClient,
  { parameters, sql }: Statement,
  limits: EngineLimits,
  signal: AbortSignal | undefined,
): Promise<Row[]> {
  const result = await client.query({
    query: sql,
    query_params: { ...parameters },
    format: 'JSONEachRow',
    clickhouse_settings: {
      max_execution_time: limits.secondsMax,
      max_rows_to_read: String(limits.rowsReadMax),
      max_result_bytes: String(limits.resultBytesMax),
      max_memory_usage: String(logLimits.searchMemoryBytesMax),
      cancel_http_readonly_queries_on_client_close: 1,
    },
    ...(signal === undefined ? {} : { abort_signal: signal }),
  });
  return await result.json<Row>();
}

async function insertLines(
  client: ClickHouseClient,
  table: string,
  lines: Buffer,
  token: string,
): Promise<void> {
  const done = await client.exec({
    query: `INSERT INTO ${table} FORMAT JSONEachRow`,
    values: Readable.from([lines], { objectMode: false }),
    clickhouse_settings: {
      insert_deduplication_token: token,
      insert_deduplicate: 1,
      async_insert: 0,
      // One block an insert: it is there whole or not at all.
      input_format_parallel_parsing: 0,
      max_insert_threads: '1',
    },
  });
  done.stream.resume();
}

/** Turns what the client throws into one of ours. */
async function told<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ClickHouseError) {
      if (tooMuchCodes.has(error.code)) throw new EngineTooMuch(error.message, { cause: error });
      throw error;
    }
    if (signal?.aborted === true) throw error;
    throw new EngineAway('The search engine does not answer', { cause: error });
  }
}

/** `https://name:password@host:8443/database` */
export function addressOf(clickhouseUrl: string): EngineAddress {
  const url = new URL(clickhouseUrl);
  const address = {
    username: decodeURIComponent(url.username) || 'default',
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1) || 'default',
  };
  return { url: url.origin, ...address };
}
