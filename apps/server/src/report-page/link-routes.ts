// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { systemActor } from '../platform/authorization/actor.ts';
import { findReportById, type ReportRow, sendLinkAgain } from '../reports/index.ts';
import { linkPage, ticketPath } from './back-pages.ts';
import { newTicket } from './back-routes.ts';
import { at } from './page.ts';
import { goTo, type ReportPageParts, sendPage, served } from './report-page-parts.ts';

/** Tells whether a link still stands, and sends a new one to the address on the report; shows nobody anything. */
const readingLinks = systemActor('link-opens-report');

const linkOf = (request: FastifyRequest) => (request.params as { link: string }).link;

/** The personal link a mail carries. It opens nothing by being fetched: scanners of mail do that before people do. */
export function serveLinks(pages: FastifyInstance, parts: ReportPageParts): void {
  const { database, receipts } = parts;
  /** The report a link speaks for, when it was signed by us and not closed since. */
  const standing = async (link: string): Promise<{ row: ReportRow; until: Date } | null> => {
    const said = receipts.readLink(link);
    const row =
      said === null
        ? undefined
        : await database.read(readingLinks, ({ sql }) => findReportById(sql, said.reportId));
    return row !== undefined && said !== null && row.link_generation === said.generation
      ? { row, until: said.until }
      : null;
  };
  pages.get(
    '/back/link/:link',
    served(parts, async ({ context, reply, request }) => {
      const link = linkOf(request);
      const said = receipts.readLink(link);
      const stands = said === null ? 'closed' : said.until > context.now ? 'open' : 'over';
      return sendPage(reply, linkPage(context, link, stands), said === null ? 404 : 200);
    }),
  );
  pages.post(
    '/back/link/:link',
    served(parts, async ({ context, reply, request }) => {
      const link = linkOf(request);
      const found = await standing(link);
      if (found === null) {
        return sendPage(reply, linkPage(context, link, 'closed'), 410);
      }
      return found.until > context.now
        ? goTo(reply, at(context, ticketPath(newTicket(parts, context, found.row.id))))
        : sendPage(reply, linkPage(context, link, 'over'), 410);
    }),
  );
  pages.post(
    '/back/link/:link/new',
    served(parts, async ({ context, reply, request }) => {
      const link = linkOf(request);
      const found = await standing(link);
      if (found !== null && parts.newLinks.take(found.row.id, limits.reportLinksPerHourMax) === null) {
        await database.change(readingLinks, (changing) => sendLinkAgain(changing, found.row));
      }
      // The same words whatever happened: they tell nobody whether a report has an address.
      return sendPage(reply, linkPage({ ...context, path: '/report/back' }, link, 'sent'));
    }),
  );
}
