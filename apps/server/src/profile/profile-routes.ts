// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type ProfileVersion, type profileRoutes, type Refusal, refuse } from '@belfry/contract';
import { type Answers, regimes } from '@belfry/regimes';
import { z } from 'zod';
import { type Actor, may } from '../platform/authorization/actor.ts';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { reasonNotAnswers, reviewDayAfter, settled, standingOf, suggestedBy } from './profile.ts';
import { insertVersion, latestVersion, listVersions, lockProfile } from './profile-store.ts';

type Routes = typeof profileRoutes;
const cursorKey = z.tuple([z.string(), z.uuid()]);

export interface ProfileParts {
  readonly database: Database;
  /** The organisation this desk belongs to, with its state, sector and zone; null before it is set up. */
  readonly organisationOf: (
    sql: Sql,
  ) => Promise<{ readonly country: string; readonly sector: string; readonly timeZone: string } | null>;
  readonly now: () => Date;
}

export function profileHandlers({ database, organisationOf, now }: ProfileParts): Handlers<Routes> {
  const today = async (sql: Sql) => {
    const zone = (await organisationOf(sql))?.timeZone ?? 'UTC';
    return Temporal.Instant.fromEpochMilliseconds(now().getTime()).toZonedDateTimeISO(zone).toPlainDate();
  };
  return {
    readProfile: ({ actor }) =>
      database.read(actor, async ({ sql }) => {
        const stop = reasonNotRead(actor);
        if (stop !== null) return stop;
        const version = await latestVersion(sql);
        const day = await today(sql);
        const organisation = await organisationOf(sql);
        return {
          version,
          standing: standingOf(regimes, answersOf(version), day),
          isReviewDue: version === null || Temporal.PlainDate.compare(version.reviewDueOn, day) <= 0,
          suggested: shown(organisation === null ? {} : suggestedBy(organisation)),
        };
      }),
    tryProfile: ({ actor, body }) =>
      database.read(
        actor,
        async ({ sql }) =>
          reasonNotAnswers(body.answers) ?? standingOf(regimes, settled(body.answers), await today(sql)),
      ),
    saveProfile: save(database, today),
    listProfileVersions: ({ actor, query }) =>
      database.read(actor, async ({ sql }) => {
        const start = readCursor(query.cursor, cursorKey);
        const stop = reasonNotRead(actor) ?? (isRefusal(start) ? start : null);
        if (stop !== null || isRefusal(start)) return stop ?? refuse('request.not_valid');
        // One more than the page and one more than that: the last of a page is told against the one before it.
        const versions = await listVersions(sql, start, query.limit + 2);
        const told = versions.map((version, place) => ({
          ...version,
          changes: changesOf(answersOf(versions[place + 1] ?? null), answersOf(version)),
        }));
        const rows = told.slice(0, query.limit + 1);
        return pageOfRows(
          rows,
          query.limit,
          ({ id, recordedAt }) => [recordedAt, id],
          (row) => row,
        );
      }),
  };
}

const answersOf = (version: ProfileVersion | null): Answers => (version?.answers ?? {}) as Answers;
const shown = (answers: Answers) => answers as ProfileVersion['answers'];

/** Question by question; one that is not known any more is a change too. */
function changesOf(before: Answers, after: Answers) {
  const gone = Object.fromEntries(Object.keys(before).map((id) => [id, null]));
  return changesBetween(before, { ...gone, ...after });
}

/** What an organisation holds and earns is for those who answer for it, and those who work its incidents. */
function reasonNotRead(actor: Actor): Refusal<'permission.missing'> | null {
  const mayRead = may(actor, 'profile.manage') || may(actor, 'incidents.read');
  return mayRead
    ? null
    : refuse('permission.missing', 'This needs the permission "profile.manage" or "incidents.read"');
}

function save(
  database: Database,
  today: (sql: Sql) => Promise<Temporal.PlainDate>,
): Handler<Routes['saveProfile']> {
  return ({ actor, body }) =>
    database.change(actor, async (changing) => {
      const { ids, now, sql } = changing;
      const before = await lockProfile(sql);
      if ((before?.id ?? null) !== body.seen) {
        return refuse('profile.changed_meanwhile', `Version ${before?.id ?? 'none'} now, ${body.seen} seen`);
      }
      const stop = reasonNotAnswers(body.answers);
      if (stop !== null) return stop;
      const version = {
        id: ids.uuid(),
        answers: settled(body.answers),
        reason: body.reason.trim() === '' ? null : body.reason,
        recordedAt: now,
        recordedBy: actor.id,
        reviewDueOn: reviewDayAfter(await today(sql)),
      };
      await insertVersion(sql, version);
      tell(changing, before, version);
      const after = await latestVersion(sql);
      if (after === null) throw new Error('Expected the profile that was just written');
      return after;
    });
}

/** The same answers again are a look that found nothing to change: that stands on record as well. */
function tell(
  { record }: Changing,
  before: ProfileVersion | null,
  after: { readonly answers: Answers; readonly reason: string | null; readonly reviewDueOn: string },
): void {
  const changes = changesOf(answersOf(before), after.answers);
  const due = changesBetween(before === null ? {} : { reviewDueOn: before.reviewDueOn }, {
    reviewDueOn: after.reviewDueOn,
  });
  record({
    event: before !== null && changes.length === 0 ? 'profile.reviewed' : 'profile.answered',
    subject: { kind: 'profile', id: 'only', reference: 'profile' },
    changes: [...changes, ...due],
    ...(after.reason === null ? {} : { reason: after.reason }),
  });
}
