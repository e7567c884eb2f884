// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { limits } from '@belfry/contract';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../platform/clock/clock.ts';
import { DatabaseUnavailable } from '../platform/database/database.ts';
import { FileStoreFailed } from '../platform/files/file-store.ts';
import { RateLimit } from '../platform/http/rate-limit.ts';
import { serveBack } from './back-routes.ts';
import { serveDraft } from './draft-routes.ts';
import { LeftReports } from './left-reports.ts';
import { serveLinks } from './link-routes.ts';
import { contextOf } from './page.ts';
import { failedPage, missingPage } from './plain-pages.ts';
import { type ReportPageParts, readContext, sendPage } from './report-page-parts.ts';

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#14506e" d="M8 0l4 5v11H9v-4H7v4H4V5z"/></svg>';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const STYLE_SECONDS_MAX = 3_600;
const RETRY_AFTER_SECONDS = 2;

/** Serves the public pages: HTML without script, cookie or third party, under an address of their own. */
export async function serveReportPage(
  app: FastifyInstance,
  given: Pick<
    ReportPageParts,
    'database' | 'files' | 'receipts' | 'ids' | 'receive' | 'sealing' | 'publicOrigin'
  > & {
    clock: Clock;
    /** Pages of other slices that stand beside the form, behind the same guards. */
    also: readonly ((pages: FastifyInstance, parts: ReportPageParts) => void)[];
  },
): Promise<void> {
  const { clock } = given;
  const parts: ReportPageParts = {
    ...given,
    now: () => clock.now(),
    perMinute: new RateLimit(clock, MINUTE_MS),
    wrongReceipts: new RateLimit(clock, limits.receiptWindowMs),
    newLinks: new RateLimit(clock, HOUR_MS),
    left: new LeftReports(),
    uploads: new RateLimit(clock, HOUR_MS),
  };
  const style = await readFile(new URL('./style.css', import.meta.url), 'utf8');
  await app.register(
    (pages, _options, done) => {
      servePages(pages, parts, style);
      for (const serve of given.also) {
        serve(pages, parts);
      }
      done();
    },
    { prefix: '/report' },
  );
}

function servePages(pages: FastifyInstance, parts: ReportPageParts, style: string): void {
  const asset = (path: string, type: string, content: string) =>
    pages.get(path, async (_request, reply) =>
      reply
        .header('content-type', type)
        .header('cache-control', `public, max-age=${STYLE_SECONDS_MAX}`)
        .send(content),
    );
  asset('/style.css', 'text/css; charset=utf-8', style);
  asset('/icon.svg', 'image/svg+xml', ICON);
  serveDraft(pages, parts);
  serveLinks(pages, parts);
  serveBack(pages, parts);
  pages.setErrorHandler((error: FastifyError, request, reply) => answerFailure(parts, error, request, reply));
  pages.all('/*', async (request, reply) =>
    sendPage(reply, missingPage((await readContext(parts, request)).context), 404),
  );
}

/** A failure as a page. It needs no database: the one thing that must not fail is saying that something did. */
async function answerFailure(
  parts: ReportPageParts,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  // A body that is no JSON carries a refusal instead of a status.
  const isRefused = 'refusal' in error;
  const isRequest = isRefused || (error.statusCode !== undefined && error.statusCode < 500);
  const isDatabase = error instanceof DatabaseUnavailable;
  if (!isRequest && !isDatabase) {
    request.log.error({ err: error, instance: request.id }, 'A page of the public form failed');
  }
  const desk = { name: 'Belfry', phone: '', mail: '', timeZone: 'UTC' };
  const known = await readContext(parts, request).catch(() => null);
  const context = known?.context ?? contextOf(desk, 'en', false, '/report', parts.now());
  if (isDatabase) {
    void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  }
  const isFull = error instanceof FileStoreFailed && error.code === 'files.disk_full';
  const status = isDatabase ? 503 : isFull ? 507 : isRequest ? (error.statusCode ?? 400) : 500;
  return sendPage(reply, failedPage(context), status);
}
