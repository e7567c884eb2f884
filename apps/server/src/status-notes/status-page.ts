// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { isLocal, networkOf, RateLimit } from '../platform/http/rate-limit.ts';
import {
  foreign,
  type Html,
  html,
  moment,
  type PageContext,
  page,
  readContext,
  sendPage,
} from '../report-page/index.ts';
import { feedText } from './status-feed.ts';
import { type ShownNote, shownNotes } from './status-note-store.ts';
import { statusWords, wordsFor } from './status-words.ts';

const MINUTE_MS = 60_000;
const FEED_SECONDS_MAX = 60;
const NOTES_MAX = 100;
/** Strangers see no incident: this reads the notes and their switch for them, and nothing else. */
const telling = systemActor('status-page-is-read');

export interface StatusPageParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly publicUrl: () => string;
}

/** Serves `/status` and its feed to everybody: no script, no cookie, no session. Both are not there while it is off. */
export function serveStatusPage(app: FastifyInstance, parts: StatusPageParts): void {
  const { clock, database, publicUrl } = parts;
  const reads = new RateLimit(clock, MINUTE_MS);
  const answer =
    (present: (reply: FastifyReply, context: PageContext, notes: readonly ShownNote[]) => FastifyReply) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const seconds = isLocal(request.ip)
        ? null
        : reads.take(networkOf(request.ip), limits.publicPagesPerMinuteMax);
      if (seconds !== null) {
        return reply.code(429).header('retry-after', String(seconds)).type('text/plain').send('429');
      }
      const now = clock.now();
      const { context } = await readContext({ database, now: () => now }, request);
      const notes = await database.read(telling, ({ sql }) => shownNotes(sql, now, NOTES_MAX));
      return notes === null ? sendPage(reply, missing(context), 404) : present(reply, context, notes);
    };
  app.get(
    '/status',
    answer((reply, context, notes) => sendPage(reply, statusPage(context, notes))),
  );
  app.get(
    '/status/feed.atom',
    answer((reply, { desk, language }, notes) =>
      reply
        .header('content-type', 'application/atom+xml; charset=utf-8')
        .header('cache-control', `public, max-age=${FEED_SECONDS_MAX}`)
        .header('x-content-type-options', 'nosniff')
        .send(feedText({ organisation: desk.name, origin: publicUrl(), language, notes })),
    ),
  );
}

function missing(context: PageContext): string {
  const w = statusWords[context.language];
  return page(context, { title: w.gone, body: html`<h1>${w.gone}</h1>` });
}

function statusPage(context: PageContext, notes: readonly ShownNote[]): string {
  const w = statusWords[context.language];
  const open = notes.filter(({ endedAt }) => endedAt === null);
  const over = notes.filter(({ endedAt }) => endedAt !== null);
  return page(context, {
    title: w.title,
    body: html`<h1>${w.title}</h1>
${open.length === 0 ? html`<p class="lead">${w.none}</p>` : html`<h2>${w.now}</h2>${open.map((note) => article(context, note))}`}
${over.length > 0 && html`<h2>${w.over}</h2>${over.map((note) => article(context, note))}`}
<p><a href="/status/feed.atom?lang=${context.language}">${w.feed}</a></p>`,
  });
}

function article(context: PageContext, note: ShownNote): Html {
  const w = statusWords[context.language];
  const first = words(context, note, 'h3');
  return html`<article class="panel" id="${note.id}">${first}
<p class="quiet-line">${w.since} ${moment(context, note.shownAt)}</p>
${note.updates.map(
  (one) => html`${words(context, one, 'h4')}
<p class="quiet-line">${w.update} ${moment(context, one.shownAt)}</p>`,
)}
${note.endedAt !== null && html`<p><strong>${w.ended} ${moment(context, note.endedAt)}</strong></p>`}
</article>`;
}

/** Approved words with their line breaks, in the language they were written in. */
function words(context: PageContext, { texts }: Pick<ShownNote, 'texts'>, level: 'h3' | 'h4'): Html {
  const { language, subject, text } = wordsFor(texts, context.language);
  const head =
    level === 'h3'
      ? html`<h3 lang="${language}">${foreign(subject)}</h3>`
      : html`<h4 lang="${language}">${foreign(subject)}</h4>`;
  return html`${head}<div class="told" dir="auto" lang="${language}">${foreign(text)}</div>`;
}
