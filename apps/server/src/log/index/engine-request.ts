// SPDX-License-Identifier: Apache-2.0

/** A request of ClickHouse's HTTP interface, as far as its client makes use of it. */
export interface EngineRequest {
  readonly sql: string;
  /** Format the answer is wanted in, from the end of the statement. */
  readonly format: string | null;
  /** As they travel: the engine reads them itself, by the type their place states. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
  /** Of an insert: its table and columns. */
  readonly insert: {
    readonly table: string;
    readonly columns: readonly string[];
    readonly format: string;
  } | null;
}

/** Members of the address that are no settings of the engine. */
const notSettings = new Set([
  'query',
  'query_id',
  'database',
  'session_id',
  'session_timeout',
  'default_format',
  'role',
  'enable_http_compression',
  'compress',
  'decompress',
  // The embedded engine answers once it is done; these steer the stream of a server.
  'wait_end_of_query',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'async_insert',
  'wait_for_async_insert',
  'output_format_json_quote_64bit_integers',
]);
const parameterName = /^param_\w{1,40}$/;
const settingName = /^[a-z][a-z0-9_]{0,80}$/;
const insertHead =
  /^\s*INSERT\s+INTO\s+([A-Za-z_][\w.]*)\s*(?:\(([\w\s,]+)\)\s*)?FORMAT\s+(JSONEachRow|JSONCompactEachRow|TabSeparated)\s*$/i;
const formatTail = /\s+FORMAT\s+(\w{1,60})\s*;?\s*$/i;

/**
 * Reads what the client sent. An insert has its statement in the address and rows in the body; everything else has the
 * statement in the body.
 */
export function readEngineRequest(address: URLSearchParams, body: string | null): EngineRequest {
  const written = address.get('query') ?? body ?? '';
  const insert = insertHead.exec(written);
  const tail = insert === null ? formatTail.exec(written) : null;
  const settings: Record<string, string> = {};
  const parameters: Record<string, string> = {};
  for (const [name, value] of address) {
    if (parameterName.test(name)) {
      parameters[name] = value;
    } else if (!notSettings.has(name) && settingName.test(name)) {
      settings[name] = value;
    }
  }
  return {
    sql: tail === null ? written : written.slice(0, tail.index),
    format: tail?.[1] ?? address.get('default_format'),
    parameters,
    settings,
    insert:
      insert === null
        ? null
        : {
            table: insert[1] ?? '',
            columns: (insert[2] ?? '')
              .split(',')
              .map((name) => name.trim())
              .filter((name) => name !== ''),
            format: insert[3] ?? '',
          },
  };
}

/** A text as a literal of SQL: nothing in it can end the literal. */
export function literal(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&').replaceAll('\0', '\\0')}'`;
}

/** The code of the engine in one of its messages: `Code: 62. DB::Exception: ...`. */
export function engineCode(message: string): number | null {
  const found = /Code: (\d{1,5})\./.exec(message);
  return found === null ? null : Number(found[1]);
}
