// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Language, languages, limits, storableText } from '@belfry/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { anybody, type ReporterActor } from '../platform/authorization/actor.ts';
import type { Ids } from '../platform/clock/clock.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import { isLocal, networkOf, type RateLimit } from '../platform/http/rate-limit.ts';
import { crossSite } from '../platform/http/register-routes.ts';
import type { Sealing } from '../platform/keys/sealing.ts';
import { languageOf, type Receipts, type ReceiveReport, readUpload } from '../reports/index.ts';
import { noteLeftFiles } from './draft-store.ts';
import type { LeftReports } from './left-reports.ts';
import { contextOf, type DeskShown, type PageContext } from './page.ts';
import { closedPage, failedPage, tooManyPage } from './plain-pages.ts';

export interface ReportPageParts {
  readonly database: Database;
  readonly files: FileStore;
  readonly receipts: Receipts;
  readonly ids: Ids;
  readonly receive: ReceiveReport;
  /** Seals who an anonymous reporter says they are. */
  readonly sealing: Sealing;
  readonly now: () => Date;
  /** Counts pages and reports in a minute, and wrong receipts in their own longer window. In memory only. */
  readonly perMinute: RateLimit;
  readonly wrongReceipts: RateLimit;
  /** New personal links sent for one report within an hour. */
  readonly newLinks: RateLimit;
  readonly left: LeftReports;
  /** Counts mebibytes sent in within an hour. */
  readonly uploads: RateLimit;
  readonly publicOrigin: () => string;
}

const MEBIBYTE = 1_048_576;
const POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";

export function sendPage(reply: FastifyReply, markup: string, status = 200): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', POLICY)
    .header('cache-control', 'no-store')
    .send(markup);
}

/** On to the next page by GET: going back or loading again sends nothing twice (RFC 9110 section 15.4.4). */
export function goTo(reply: FastifyReply, address: string): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect(address, 303);
}

interface DeskFound extends DeskShown {
  readonly languages: readonly string[];
}

async function findDesk(trx: Sql): Promise<DeskFound | null> {
  const row = await trx
    .selectFrom('organisation')
    .select(['name', 'helpdesk_phone', 'helpdesk_mail', 'time_zone', 'languages'])
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        name: row.name,
        phone: row.helpdesk_phone,
        mail: row.helpdesk_mail,
        timeZone: row.time_zone,
        languages: row.languages,
      };
}

const noDesk: DeskShown = { name: 'Belfry', phone: '', mail: '', timeZone: 'UTC' };

/** What the request asks for, seen from outside: its language, and the desk as strangers may know it. */
export async function readContext(
  parts: Pick<ReportPageParts, 'database' | 'now'>,
  request: FastifyRequest,
): Promise<{ context: PageContext; isOpen: boolean }> {
  const desk = await parts.database.read(anybody, ({ sql }) => findDesk(sql));
  const { chosen, language } = languageFor(request, desk?.languages[0]);
  const path = request.url.split('?', 1)[0] ?? '/report';
  return { context: contextOf(desk ?? noDesk, language, chosen, path, parts.now()), isOpen: desk !== null };
}

function languageFor(
  request: FastifyRequest,
  fallback: string | undefined,
): { chosen: boolean; language: Language } {
  const known = (text: unknown) => languages.find((language) => language === text);
  const asked = known((request.query as Record<string, unknown>)['lang']);
  return {
    chosen: asked !== undefined,
    language: asked ?? languageOf(request.headers['accept-language']) ?? known(fallback) ?? 'en',
  };
}

export type PageHandler = (call: {
  request: FastifyRequest;
  reply: FastifyReply;
  context: PageContext;
}) => Promise<FastifyReply>;

/** A handler behind what every page asks first: is the desk open, is the sender ours, is it not too much. */
export function served(parts: ReportPageParts, handler: PageHandler) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { context, isOpen } = await readContext(parts, request);
    if (!isOpen) {
      return sendPage(reply, closedPage(context), 503);
    }
    if (request.method === 'POST') {
      // Pages that send no referrer send `Origin: null`, which tells nothing either way.
      const isTold = request.headers['sec-fetch-site'] !== undefined || request.headers.origin !== 'null';
      if (isTold && isRefusal(crossSite(request, parts))) {
        return sendPage(reply, failedPage(context), 403);
      }
      const seconds = tooMany(parts, request, 'page', limits.publicPagesPerMinuteMax);
      if (seconds !== null) {
        return tooManyAnswer(reply, context, seconds);
      }
    }
    return handler({ request, reply, context });
  };
}

export function tooManyAnswer(reply: FastifyReply, context: PageContext, seconds: number): FastifyReply {
  return sendPage(reply.header('retry-after', String(seconds)), tooManyPage(context, seconds), 429);
}

/** Counts by address, in memory only. @returns seconds to wait, or null */
export function tooMany(
  parts: ReportPageParts,
  request: FastifyRequest,
  what: string,
  countMax: number,
): number | null {
  return isLocal(request.ip) ? null : parts.perMinute.take(`${what} ${networkOf(request.ip)}`, countMax);
}

/**
 * Reads files of a stranger. Whoever sent too many bytes within the hour waits before the next is read.
 *
 * @returns the upload, a refusal, or the seconds to wait
 */
export async function readPublicUpload(parts: ReportPageParts, request: FastifyRequest) {
  const key = isLocal(request.ip) ? null : networkOf(request.ip);
  const seconds = key === null ? null : parts.uploads.waits(key, limits.publicUploadMebibytesPerHourMax);
  if (seconds !== null) {
    return seconds;
  }
  const kept: string[] = [];
  const weigh = (bytes: number) => {
    if (key !== null) {
      parts.uploads.take(key, limits.publicUploadMebibytesPerHourMax, Math.ceil(bytes / MEBIBYTE));
    }
  };
  try {
    const upload = await readUpload(request, parts.files, ({ sha256, sizeBytes }) => {
      kept.push(sha256);
      weigh(sizeBytes);
    });
    if (!isRefusal(upload)) {
      weigh(upload.tooLarge.length * limits.attachmentBytesMax);
    }
    return upload;
  } finally {
    // Also of an upload that breaks off: what nothing names in two hours is discarded.
    await parts.database.change(anybody, ({ ids, now, sql }) => noteLeftFiles(sql, ids, kept, now));
  }
}

export function reporterOf(reportId: string): ReporterActor {
  return { kind: 'reporter', reportId };
}

/** One field of a form as text that can be kept: no NUL, no lone surrogate, line ends as we write them. */
export function field(body: unknown, name: string): string {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const value = Object.hasOwn(fields, name) ? fields[name] : '';
  const text = Array.isArray(value) ? value.at(-1) : value;
  return typeof text === 'string' ? storableText(text).replaceAll(/\r\n?/g, '\n') : '';
}

export function queryOf(request: FastifyRequest, name: string): string {
  return field(request.query, name);
}
