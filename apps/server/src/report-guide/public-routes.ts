// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { asLanguage, type Language, languages } from '@belfry/contract';
import type { FastifyInstance } from 'fastify';
import { anybody } from '../platform/authorization/actor.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import { type ReportPageParts, sendPage, served } from '../report-page/index.ts';
import { listTerms } from '../vocabularies/index.ts';
import { noContent } from './content.ts';
import { type GuideShown, guidePage } from './guide-page.ts';
import { deskLanguages, findCurrent, publicMailboxes } from './guide-store.ts';
import { posterPage, posterSizes } from './poster-page.ts';
import { qrSvg } from './qr-code.ts';
import { type SecurityFacts, securityTxt } from './security-txt.ts';

const ASSET_SECONDS_MAX = 3_600;
const pageRules = {
  a4: '@page{size:A4;margin:0}',
  a5: '@page{size:A5;margin:0}',
  // A6: browsers know the name of no paper that small.
  card: '@page{size:105mm 148mm;margin:0}',
} as const;

/** What the guide shows besides a text: the words and addresses of the desk as they are now. */
export async function guideFacts(trx: Sql): Promise<Pick<GuideShown, 'categories' | 'mailboxes'>> {
  return { categories: await listTerms(trx, 'category'), mailboxes: await publicMailboxes(trx) };
}

async function published(database: Database): Promise<GuideShown> {
  return database.read(anybody, async ({ sql }) => {
    const current = await findCurrent(sql);
    return {
      ...(await guideFacts(sql)),
      content: current?.content ?? noContent,
      version: current === null ? null : { number: current.version, at: current.publishedAt },
    };
  });
}

/** The guide and the poster: pages for everybody, without script, beside the form. */
export function serveGuide(pages: FastifyInstance, parts: ReportPageParts): void {
  const asset = (path: string, type: string, content: string) =>
    pages.get(path, async (_request, reply) =>
      reply
        .header('content-type', type)
        .header('cache-control', `public, max-age=${ASSET_SECONDS_MAX}`)
        .send(content),
    );
  for (const name of ['guide.css', 'poster.css']) {
    asset(`/${name}`, 'text/css; charset=utf-8', readFileSync(new URL(name, import.meta.url), 'utf8'));
  }
  for (const size of posterSizes) {
    asset(`/poster-${size}.css`, 'text/css; charset=utf-8', pageRules[size]);
  }
  const address = () => `${parts.publicOrigin()}/report`;
  pages.get('/qr.svg', async (_request, reply) =>
    reply
      .header('content-type', 'image/svg+xml')
      .header('cache-control', 'no-store')
      .send(await qrSvg(address())),
  );
  pages.get(
    '/guide',
    served(parts, async ({ context, reply }) =>
      sendPage(reply, guidePage(context, await published(parts.database))),
    ),
  );
  pages.get(
    '/poster',
    served(parts, async ({ context, reply, request }) => {
      const query = request.query as Record<string, unknown>;
      const size = posterSizes.find((one) => one === query['size']) ?? 'a4';
      const poster = { size, isEverybody: query['lang'] === 'all', address: address() };
      return sendPage(reply, posterPage(context, await published(parts.database), poster));
    }),
  );
}

/** What security.txt says of this desk: the mailbox for weaknesses where there is one, the helpdesk where not. */
export async function securityFacts(trx: Sql, origin: string): Promise<SecurityFacts> {
  const desk = await deskLanguages(trx);
  const boxes = await publicMailboxes(trx);
  const mail = boxes.find(({ purpose }) => purpose === 'vulnerabilities')?.address ?? desk.mail;
  const spoken = desk.languages.filter((one) => languages.some((known) => known === one)).map(asLanguage);
  return { mail, origin, languages: spoken.length === 0 ? (['en'] satisfies Language[]) : spoken };
}

/**
 * security.txt (RFC 9116), once somebody published it: it promises that reports of weaknesses are read, and nobody
 * makes that promise by installing a program.
 */
export function serveSecurityTxt(
  app: FastifyInstance,
  { database, publicOrigin }: { database: Database; publicOrigin: () => string },
): void {
  app.get('/.well-known/security.txt', async (_request, reply) => {
    const text = await database.read(anybody, async ({ sql }) => {
      const current = await findCurrent(sql);
      return current === null || current.securityExpiresAt === null
        ? null
        : securityTxt(
            await securityFacts(sql, publicOrigin()),
            current.content.security,
            current.securityExpiresAt,
          );
    });
    return reply
      .code(text === null ? 404 : 200)
      .header('content-type', 'text/plain; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(text ?? 'This desk publishes no security.txt.\n');
  });
  app.get('/security.txt', async (_request, reply) => reply.redirect('/.well-known/security.txt', 301));
}
