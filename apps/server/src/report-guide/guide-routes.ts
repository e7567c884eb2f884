// SPDX-License-Identifier: Apache-2.0
import {
  type Answer,
  type GuideContent,
  isRefusal,
  type Language,
  languages,
  type publishGuide,
  type Refusal,
  type readGuide,
  refuse,
  type reportGuideRoutes,
} from '@belfry/contract';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing, Database, Reading } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { readContext, sendPage } from '../report-page/index.ts';
import { asKept, flat, noContent } from './content.ts';
import { guidePage } from './guide-page.ts';
import {
  deleteDraft,
  findCurrent,
  findDraft,
  insertPublished,
  listPublished,
  lockGuide,
  type Published,
  putDraft,
} from './guide-store.ts';
import { guideFacts, securityFacts } from './public-routes.ts';
import { daysUntil, expiryAfter, isExpiring, lacks, securityTxt } from './security-txt.ts';
import { snippet } from './snippet.ts';
import { usualTexts } from './words.ts';

export interface GuideParts {
  readonly database: Database;
  readonly now: () => Date;
  readonly publicOrigin: () => string;
}

export function guideHandlers(parts: GuideParts): Handlers<typeof reportGuideRoutes> {
  const { database } = parts;
  return {
    readGuide: ({ actor }) => database.read(actor, (reading) => guideNow(reading, parts.publicOrigin())),
    saveGuideDraft: ({ actor, body }) =>
      database.change(actor, (changing) => saveDraft(changing, actor, body.content, body.version)),
    discardGuideDraft: ({ actor }) =>
      database.change(actor, async ({ sql }) => {
        await lockGuide(sql);
        return (await deleteDraft(sql)) ? undefined : refuse('report_guide.nothing_to_publish', 'No draft');
      }),
    publishGuide: ({ actor, body }) => database.change(actor, (changing) => publish(changing, actor, body)),
    listGuideVersions: ({ actor }) =>
      database.read(actor, async ({ sql }) => ({ items: (await listPublished(sql)).map(presented) })),
    readGuideVersion: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const found = await versionOf(sql, params.version);
        return isRefusal(found) ? found : { published: presented(found), content: found.content };
      }),
    previewGuide: async ({ actor, reply, request }) => {
      const { context } = await readContext(parts, request);
      const shown = await database.read(actor, async ({ sql }) => {
        const content = (await findDraft(sql))?.content ?? (await findCurrent(sql))?.content ?? noContent;
        return { ...(await guideFacts(sql)), content, version: 'draft' as const };
      });
      return sendPage(reply, guidePage(context, shown));
    },
  };
}

function presented(published: Published): Answer<typeof publishGuide> {
  return {
    version: published.version,
    note: published.note,
    publishedAt: published.publishedAt.toISOString(),
    publishedBy: published.publishedBy,
    securityExpiresAt: published.securityExpiresAt?.toISOString() ?? null,
  };
}

const each = <Value>(of: (language: Language) => Value) =>
  Object.fromEntries(languages.map((language) => [language, of(language)])) as Record<Language, Value>;

async function guideNow({ now, sql }: Reading, origin: string): Promise<Answer<typeof readGuide>> {
  const draft = await findDraft(sql);
  const current = await findCurrent(sql);
  const facts = await securityFacts(sql, origin);
  const expiresAt = current?.securityExpiresAt ?? null;
  return {
    draft:
      draft === null
        ? null
        : {
            content: draft.content,
            version: draft.version,
            basedOn: draft.basedOn,
            changedAt: draft.changedAt.toISOString(),
            changedBy: draft.changedBy,
          },
    current: current === null ? null : presented(current),
    content: current?.content ?? noContent,
    usual: each(usualTexts),
    snippets: each((language) => snippet(language, origin)),
    securityTxt: {
      text:
        current === null || expiresAt === null
          ? null
          : securityTxt(facts, current.content.security, expiresAt),
      missing: lacks(facts),
      expiresInDays: expiresAt === null ? null : daysUntil(expiresAt, now),
      isExpiring: expiresAt !== null && isExpiring(expiresAt, now),
    },
    publicUrl: origin,
  };
}

async function saveDraft(
  { now, sql }: Changing,
  actor: PersonActor,
  content: GuideContent,
  seen: number,
): Promise<{ version: number } | Refusal<'report_guide.changed_meanwhile'>> {
  await lockGuide(sql);
  const before = await findDraft(sql);
  if ((before?.version ?? 0) !== seen) {
    return refuse('report_guide.changed_meanwhile', `Draft ${before?.version ?? 0} now, ${seen} seen`);
  }
  const basedOn = before?.basedOn ?? (await findCurrent(sql))?.version ?? 0;
  const version = seen + 1;
  await putDraft(sql, { content: asKept(content), basedOn, version, changedAt: now, changedBy: actor.id });
  return { version };
}

async function versionOf(
  sql: Reading['sql'],
  version: number,
): Promise<Published | Refusal<'report_guide.version_not_found'>> {
  const [found] = await listPublished(sql, { version });
  return found ?? refuse('report_guide.version_not_found', `No version ${version}`);
}

/** Publishes a draft or an old version: a new one either way, so that what the public read on a day stays provable. */
async function publish(
  changing: Changing,
  actor: PersonActor,
  asked: { note: string; draft?: number | undefined; again?: number | undefined },
): Promise<
  | Answer<typeof publishGuide>
  | Refusal<
      'report_guide.changed_meanwhile' | 'report_guide.nothing_to_publish' | 'report_guide.version_not_found'
    >
> {
  const { now, record, sql } = changing;
  await lockGuide(sql);
  const current = await findCurrent(sql);
  const content = await contentToPublish(sql, asked);
  if (isRefusal(content)) {
    return content;
  }
  const published: Published = {
    version: (current?.version ?? 0) + 1,
    content,
    note: asked.note,
    publishedAt: now,
    publishedBy: actor.name,
    securityExpiresAt: content.security.isPublished ? expiryAfter(now) : null,
  };
  await insertPublished(sql, published, actor.id);
  if (asked.again === undefined) {
    await deleteDraft(sql);
  }
  const before = flat(current?.content ?? noContent);
  const after = flat(content);
  const gone = Object.fromEntries(Object.keys(before).map((name) => [name, null]));
  record({
    event: 'report_guide.published',
    subject: { kind: 'report_guide', id: 'only', reference: `version ${published.version}` },
    changes: changesBetween(before, { ...gone, ...after }),
    reason: asked.note,
  });
  return presented(published);
}

async function contentToPublish(
  sql: Reading['sql'],
  asked: { draft?: number | undefined; again?: number | undefined },
): Promise<
  | GuideContent
  | Refusal<
      'report_guide.changed_meanwhile' | 'report_guide.nothing_to_publish' | 'report_guide.version_not_found'
    >
> {
  if (asked.again !== undefined) {
    const old = await versionOf(sql, asked.again);
    return isRefusal(old) ? old : old.content;
  }
  const draft = await findDraft(sql);
  if (draft === null) {
    return refuse('report_guide.nothing_to_publish', 'There is no draft');
  }
  return asked.draft !== undefined && draft.version !== asked.draft
    ? refuse('report_guide.changed_meanwhile', `Draft ${draft.version} now, ${asked.draft} seen`)
    : draft.content;
}
