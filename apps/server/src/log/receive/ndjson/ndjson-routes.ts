// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { join } from 'node:path';
import type { LogHouse, ServeIngest } from '../../house.ts';
import { logLimits } from '../../log-limits.ts';
import { openLogDirectory } from '../../sealing/index.ts';
import { lineBounds, pack } from '../http/packing.ts';
import { isRefused, type Refused, refused } from '../http/refused.ts';
import { type Answer, type Dialect, json, receiving, type Visit, type Work } from '../http/visit.ts';
import { KeyBook } from './key-book.ts';
import { type Receipt, rangesOf, readReceiptId, receiptId, shownReceipt } from './receipt.ts';
import { sealedEntries } from './sealed-entries.ts';

const dialect: Dialect = {
  transport: 'ndjson',
  refusal: ({ refused: why, status, message }) =>
    json(
      status,
      { type: 'about:blank', title: STATUS_CODES[status], status, detail: message, code: `log.${why}` },
      {
        'content-type': 'application/problem+json',
        ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      },
    ),
};

/** Lines of any text, one an entry, answered with a receipt: the sender has evidence of what it handed over. */
export const serveNdjson: ServeIngest = (app, house) => {
  const book = new KeyBook(join(house.configuration.dataDir, 'log-receipts'), house.clock);
  const running = new Map<string, Promise<Answer | Refused>>();
  app.addHook('onClose', () => book.close());
  const take: Work = async (visit) => {
    const key = visit.request.headers['idempotency-key'];
    if (key === undefined) return received(house, visit, await visit.body(), null);
    if (typeof key !== 'string' || !isKey(key)) {
      return refused(
        'key_not_valid',
        `Idempotency-Key is 1 to ${logLimits.idempotencyKeyCharactersMax} printable characters.`,
      );
    }
    // A sender that lost its patience asks again while its first request still runs: one after the other.
    const name = `${visit.origin.sourceId} ${key}`;
    const before = running.get(name) ?? Promise.resolve();
    const mine = before
      .catch(() => {})
      .then(async () => received(house, visit, await visit.body(), { key, book }));
    running.set(name, mine);
    try {
      return await mine;
    } finally {
      if (running.get(name) === mine) running.delete(name);
    }
  };
  app.post('/ingest/ndjson', receiving(house, dialect, take));
  const directory = openLogDirectory(join(house.configuration.dataDir, 'log'));
  const show: Work = async ({ origin, request }) => {
    const { id } = request.params as { id: string };
    const { from } = request.query as { from?: unknown };
    const receipt = readReceiptId(id);
    if (receipt === null || receipt.sourceId !== origin.sourceId) {
      return refused('receipt_unknown', 'This source has no such receipt.');
    }
    return shownProofs(
      directory,
      receipt,
      typeof from === 'string' && /^\d{1,15}$/.test(from) ? Number(from) : 0,
    );
  };
  app.get('/ingest/ndjson/receipts/:id', receiving(house, dialect, show, { isReading: true }));
};

async function received(
  house: LogHouse,
  { origin, keep }: Visit,
  body: Buffer | Refused,
  keyed: { readonly key: string; readonly book: KeyBook } | null,
): Promise<Answer | Refused> {
  if (isRefused(body)) return body;
  const bounds = lineBounds(body);
  if (bounds.length === 0) return refused('empty', 'There is no line in the body.');
  if (bounds.length / 2 > logLimits.requestEntriesMax) {
    return refused('body_too_large', `At most ${logLimits.requestEntriesMax} lines in a request.`);
  }
  const digest = createHash('sha256').update(body).digest('base64');
  const earlier = keyed === null ? null : await keyed.book.find(origin.sourceId, keyed.key);
  if (earlier !== null) return repeated(earlier, digest);
  const appended = await keep(pack(origin, body, bounds));
  if (isRefused(appended)) return appended;
  const receivedMs = house.clock.now().getTime();
  const receipt: Receipt = { sourceId: origin.sourceId, receivedMs, ranges: rangesOf(appended) };
  try {
    await keyed?.book.keep(origin.sourceId, keyed.key, { digest, receipt: receiptId(receipt) });
  } catch (error) {
    // The entries are on disk, so the answer is yes; only a repeat after a restart will not be known as one.
    house.logger.warn({ err: error }, 'could not keep an Idempotency-Key');
  }
  return given(receipt);
}

/** The receipt with the proofs of its entries, a page at a time: 202 while some of the page are not sealed yet. */
async function shownProofs(
  directory: ReturnType<typeof openLogDirectory>,
  receipt: Receipt,
  fromSeq: number,
): Promise<Answer> {
  const wanted: number[] = [];
  let next: number | null = null;
  for (const { count, firstSeq } of receipt.ranges) {
    for (let seq = Math.max(firstSeq, fromSeq); seq < firstSeq + count && next === null; seq++) {
      if (wanted.length === logLimits.receiptProofsMax) next = seq;
      else wanted.push(seq);
    }
  }
  const page = { fromSeq, countMax: logLimits.receiptProofsMax };
  const sealed = (await sealedEntries(directory, receipt, page)).filter(
    ({ seq }) => next === null || seq < next,
  );
  const seqs = new Set(sealed.map(({ seq }) => seq));
  const isWhole = wanted.every((seq) => seqs.has(seq));
  const shown = shownReceipt(receipt);
  const path = `/ingest/ndjson/receipts/${shown.receipt}`;
  return json(
    isWhole ? 200 : 202,
    {
      ...shown,
      state: isWhole ? 'sealed' : 'waiting',
      sealed,
      next: next === null ? null : `${path}?from=${next}`,
    },
    isWhole ? {} : { 'retry-after': String(logLimits.retryAfterSeconds) },
  );
}

function repeated(earlier: { digest: string; receipt: string }, digest: string): Answer | Refused {
  const receipt = readReceiptId(earlier.receipt);
  if (receipt === null || earlier.digest !== digest) {
    return refused(
      'key_reused',
      'This Idempotency-Key came before with another body. Use a new key for new lines.',
    );
  }
  return given(receipt, { 'idempotent-replayed': 'true' });
}

function given(receipt: Receipt, headers: Readonly<Record<string, string>> = {}): Answer {
  const shown = shownReceipt(receipt);
  return json(202, shown, { location: `/ingest/ndjson/receipts/${shown.receipt}`, ...headers });
}

function isKey(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text) && text.length <= logLimits.idempotencyKeyCharactersMax;
}
