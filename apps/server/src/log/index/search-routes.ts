// SPDX-License-Identifier: Apache-2.0
import { printMoment } from '@belfry/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Timer } from '../../platform/jobs/index.ts';
import type { AlarmBell } from '../house.ts';
import { openLogDirectory } from '../sealing/index.ts';
import { withAuditEvent } from './audit-event.ts';
import { type Engine, EngineAway, EngineTooMuch } from './engine.ts';
import type { LogIndex } from './open-index.ts';
import { readSealedLine } from './row.ts';
import { ringForRow, rowState } from './row-state.ts';
import {
  countEntries,
  entriesAround,
  fieldsOf,
  histogramOf,
  QueryNotUnderstood,
  searchEntries,
} from './search.ts';
import {
  aroundAsked,
  fieldsAsked,
  histogramAsked,
  type IndexedUntil,
  type ParsedAnswer,
  parsedAsked,
  type SearchRefused,
  scopeAsked,
  searchAsked,
  tailAsked,
  valuesAsked,
} from './search-shapes.ts';
import { serveTail } from './tail.ts';

const WRONG = 400;
const NOT_FOUND = 404;
const UNPROCESSABLE = 422;
const UNAVAILABLE = 503;

export interface SearchParts {
  readonly index: LogIndex;
  readonly logDir: string;
  readonly alarms: AlarmBell;
  readonly timer: Timer;
  /** Milliseconds of a clock that only goes forward. */
  readonly elapsedMs: () => number;
}

/** What the desk asks of the index. Who may see what is decided there; it comes as the scope of each request. */
export function serveSearch(app: FastifyInstance, parts: SearchParts): void {
  const { index, elapsedMs } = parts;
  const indexed = () => indexedUntil(index);
  const ask = <Asked extends z.ZodType, Answer>(
    path: string,
    asked: Asked,
    work: (engine: Engine, asked: z.output<Asked>, signal: AbortSignal) => Promise<Answer>,
  ) => {
    app.post(path, async (request, reply) => {
      const parsed = asked.safeParse(request.body);
      if (!parsed.success) return await reply.code(WRONG).send({ issues: parsed.error.issues.slice(0, 5) });
      return await answered(index, request, reply, (engine, signal) => work(engine, parsed.data, signal));
    });
  };
  ask('/inside/search', searchAsked, async (engine, asked, signal) => {
    const since = elapsedMs();
    const found = await searchEntries(engine, asked, signal);
    return { ...found, indexed: indexed(), tookMs: Math.round(elapsedMs() - since) };
  });
  ask('/inside/count', scopeAsked, async (engine, asked, signal) => ({
    count: await countEntries(engine, asked, signal),
    indexed: indexed(),
  }));
  ask('/inside/histogram', histogramAsked, async (engine, asked, signal) => ({
    ...(await histogramOf(engine, asked, signal)),
    indexed: indexed(),
  }));
  ask('/inside/fields', fieldsAsked, (engine, asked, signal) => fieldsOf(engine, asked, undefined, signal));
  ask('/inside/values', valuesAsked, (engine, { field, ...asked }, signal) =>
    fieldsOf(engine, asked, field, signal),
  );
  // How the index does, for the page on the soundness of the log.
  app.post('/inside/index', async () => ({
    ...index.state,
    delayMs: index.delayMs(),
    isAway: index.engine() === null,
    engine: index.engineState,
  }));
  serveEntry(app, parts);
  serveTail(app, parts, tailAsked);
}

/** What needs the sealed line: surroundings, and whether the index says what the line says. */
function serveEntry(app: FastifyInstance, { alarms, index, logDir }: SearchParts): void {
  const directory = openLogDirectory(logDir);
  app.post('/inside/around', async (request, reply) => {
    const asked = aroundAsked.safeParse(request.body);
    if (!asked.success) return await reply.code(WRONG).send();
    const line = await directory.open(asked.data.log).line(asked.data.index);
    if (line === null) return await reply.code(NOT_FOUND).send();
    const read = readSealedLine(line);
    const origin = { source: read.line.source, seq: read.line.seq, received: read.receivedUs };
    return await answered(index, request, reply, async (engine, signal) => ({
      entries: await entriesAround(engine, asked.data, origin, signal),
    }));
  });
  app.post('/inside/parsed', async (request, reply) => {
    const asked = parsedAsked.safeParse(request.body);
    if (!asked.success) return await reply.code(WRONG).send();
    const { index: at, log } = asked.data;
    const readable = directory.open(log);
    const line = await readable.line(at);
    if (line === null) return await reply.code(NOT_FOUND).send();
    const read = readSealedLine(line, index.zones);
    const fields = await withAuditEvent(readable, at, read, index.zones);
    if (fields === null) return { fields: {}, index: 'kept_out', differs: [] } satisfies ParsedAnswer;
    const state = await rowState(index, line, log, at);
    ringForRow(alarms, state, log, at);
    return { fields: { ...fields }, ...state } satisfies ParsedAnswer;
  });
}

function indexedUntil({ state }: LogIndex): IndexedUntil {
  return { received: state.receivedUs === null ? null : printMoment(state.receivedUs), behind: state.behind };
}

/** Runs a question, stops it when nobody waits for the answer, and turns what went wrong into one of our refusals. */
async function answered<Answer>(
  index: LogIndex,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (engine: Engine, signal: AbortSignal) => Promise<Answer>,
): Promise<unknown> {
  const engine = index.engine();
  if (engine === null) return await reply.code(UNAVAILABLE).send(refusal({ refused: 'log.index_away' }));
  const gone = new AbortController();
  const onClose = () => gone.abort();
  reply.raw.once('close', onClose);
  try {
    return await work(engine, gone.signal);
  } catch (error) {
    if (gone.signal.aborted) return reply;
    const refused = refusedBy(error);
    if (refused === null) throw error;
    request.log.info({ err: error }, 'The index refused a question');
    return await reply.code(refused.refused === 'log.index_away' ? UNAVAILABLE : UNPROCESSABLE).send(refused);
  } finally {
    reply.raw.off('close', onClose);
  }
}

function refusedBy(error: unknown): SearchRefused | null {
  if (error instanceof QueryNotUnderstood) {
    return { refused: 'log.query_not_understood', mistake: error.mistake };
  }
  if (error instanceof EngineTooMuch) return { refused: 'log.search_too_wide' };
  return error instanceof EngineAway ? { refused: 'log.index_away' } : null;
}

function refusal(refused: SearchRefused): SearchRefused {
  return refused;
}
