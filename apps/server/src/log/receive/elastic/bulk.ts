// SPDX-License-Identifier: Apache-2.0
import { logLimits } from '../../log-limits.ts';
import { isBlank } from '../http/packing.ts';
import { type Refused, refused } from '../http/refused.ts';

/** What a bulk request asks to add: its documents as they came, and the operation of each in order. */
export interface Bulk {
  readonly bounds: readonly number[];
  readonly operations: readonly ('index' | 'create')[];
}

const LINE_FEED = 0x0a;

/**
 * Reads a bulk body (NDJSON: an action line, then its document). A document that is no JSON is kept like any other:
 * only the action lines are the envelope. The last line feed may be missing, blank lines between pairs are skipped.
 * `update` and `delete` refuse the whole request, because nobody changes what was logged.
 */
export function readBulk(body: Buffer): Bulk | Refused {
  const bounds: number[] = [];
  const operations: ('index' | 'create')[] = [];
  let seen: Buffer = Buffer.alloc(0);
  let operation: 'index' | 'create' = 'index';
  for (let start = 0; start < body.length; ) {
    const end = lineEnd(body, start);
    if (isBlank(body, start, end)) {
      start = end + 1;
      continue;
    }
    const line = body.subarray(start, end);
    const number = operations.length * 2 + 1;
    // Senders repeat their action line: read once, compared afterwards.
    if (!line.equals(seen)) {
      const action = readAction(line);
      if (action === 'change') {
        return refused(
          'change_refused',
          'This log is added to only: update and delete are refused, with all of their request.',
        );
      }
      if (action === null) return refused('undecodable', `Malformed action/metadata line [${number}].`);
      operation = action;
      seen = line;
    }
    if (end + 1 >= body.length)
      return refused('undecodable', `Action line [${number}] has no document after it.`);
    if (operations.length >= logLimits.requestEntriesMax) {
      return refused('body_too_large', `At most ${logLimits.requestEntriesMax} documents in a request.`);
    }
    const documentEnd = lineEnd(body, end + 1);
    bounds.push(end + 1, documentEnd);
    operations.push(operation);
    start = documentEnd + 1;
  }
  return { bounds, operations };
}

function lineEnd(body: Buffer, start: number): number {
  const feed = body.indexOf(LINE_FEED, start);
  return feed === -1 ? body.length : feed;
}

function readAction(line: Buffer): 'index' | 'create' | 'change' | null {
  let action: unknown;
  try {
    action = JSON.parse(line.toString('utf8'));
  } catch {
    return null;
  }
  if (typeof action !== 'object' || action === null) return null;
  const [name, ...others] = Object.keys(action);
  if (others.length > 0) return null;
  if (name === 'index' || name === 'create') return name;
  return name === 'update' || name === 'delete' ? 'change' : null;
}

/**
 * The answer when everything is on disk. Key order and compactness matter: Fluent Bit, whose buffer cuts a long
 * answer, looks for the literal text `"errors":false,"items":[`.
 */
export function bulkAnswer(tookMs: number, operations: readonly string[]): string {
  const items = operations.map((operation) => `{"${operation}":{"status":201}}`);
  return `{"took":${tookMs},"errors":false,"items":[${items.join(',')}]}`;
}
