// SPDX-License-Identifier: Apache-2.0

import type { Alert, Refusal } from '@belfry/contract';
import { type PersonId, type Roster, refuse, type rosterRoutes } from '@belfry/contract';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { type DutySpan, dutyAt, dutySpans } from './duty.ts';
import {
  activeNames,
  endOverride,
  findOverrides,
  findRosters,
  insertOverride,
  insertRoster,
  type KeptOverride,
  type KeptRoster,
  namesOf,
  rosterById,
  updateRoster,
} from './roster-store.ts';

const WEEK_MS = 7 * 86_400_000;
const LOOKS_AHEAD_MS = 8 * WEEK_MS;

export interface RosterParts {
  readonly database: Database;
  /** Rings whoever is on duty. @returns the alert, or null while one waits already */
  readonly raiseTestCall: (changing: Changing, roster: { id: string; name: string }) => Promise<Alert | null>;
  readonly isTimeZone: (name: string) => boolean;
}

export function rosterHandlers(parts: RosterParts): Handlers<typeof rosterRoutes> {
  const { database, isTimeZone } = parts;
  return {
    listRosters: ({ actor }) =>
      database.read(actor, async ({ sql, now }) => {
        const items: Roster[] = [];
        for (const roster of await findRosters(sql)) items.push(await shown(sql, roster, now));
        return { items };
      }),

    addRoster: ({ body, actor }) =>
      database.change(actor, async ({ ids, now, record, sql }) => {
        const wrong = await reasonNotKept(sql, body, isTimeZone);
        if (wrong !== null) return wrong;
        const roster = { id: ids.uuid(), ...body, version: 1, archivedAt: null };
        await insertRoster(sql, roster);
        record({ event: 'roster.added', subject: subjectOf(roster) });
        return shown(sql, roster, now);
      }),

    readRoster: ({ params, query, actor }) =>
      database.read(actor, async ({ sql, now }) => {
        const roster = await rosterById(sql, params.roster);
        if (roster === null) return refuse('roster.not_found');
        const fromAt = query.fromAt === undefined ? now : new Date(query.fromAt);
        const untilAt = new Date(fromAt.getTime() + query.weeks * WEEK_MS);
        const overrides = await findOverrides(sql, { rosterId: roster.id, fromAt, untilAt });
        const names = await allNames(sql, roster, overrides);
        const active = new Set((await activeNames(sql)).keys());
        return {
          roster: await shown(sql, roster, now),
          spans: dutySpans(roster, overrides, active, fromAt, untilAt).map((span) => shownSpan(span, names)),
          overrides: overrides.map((override) => shownOverride(override, names)),
        };
      }),

    changeRoster: ({ params, body, actor }) =>
      database.change(actor, async ({ now, record, sql }) => {
        const before = await rosterById(sql, params.roster);
        if (before === null) return refuse('roster.not_found');
        const wrong = await reasonNotKept(sql, body, isTimeZone);
        if (wrong !== null) return wrong;
        const after = { ...before, ...body };
        if (!(await updateRoster(sql, after))) return refuse('roster.changed_meanwhile');
        record({
          event: 'roster.changed',
          subject: subjectOf(after),
          changes: changesBetween(flat(before), flat(after)),
        });
        return shown(sql, { ...after, version: after.version + 1 }, now);
      }),

    archiveRoster: ({ params, body, actor }) =>
      database.change(actor, async ({ now, record, sql }) => {
        const roster = await rosterById(sql, params.roster);
        if (roster === null) return refuse('roster.not_found');
        if (!(await updateRoster(sql, { ...roster, version: body.version, archivedAt: now }))) {
          return refuse('roster.changed_meanwhile');
        }
        record({ event: 'roster.archived', subject: subjectOf(roster) });
        return {};
      }),

    ...overrideHandlers(database),

    testRoster: ({ params, actor }) =>
      database.change(actor, async (changing) => {
        const { now, sql } = changing;
        const roster = await rosterById(sql, params.roster);
        if (roster === null) return refuse('roster.not_found');
        const overrides = await findOverrides(sql, {
          rosterId: roster.id,
          fromAt: now,
          untilAt: new Date(now.getTime() + 1),
        });
        const active = new Set((await activeNames(sql)).keys());
        if (dutyAt(roster, overrides, active, now).personId === null) return refuse('roster.nobody_on_duty');
        return (await parts.raiseTestCall(changing, roster)) ?? refuse('roster.call_waits');
      }),
  };
}

function overrideHandlers(
  database: Database,
): Pick<Handlers<typeof rosterRoutes>, 'addRosterOverride' | 'endRosterOverride'> {
  return {
    addRosterOverride: ({ params, body, actor }) =>
      database.change(actor, async ({ ids, record, sql }) => {
        const roster = await rosterById(sql, params.roster);
        if (roster === null) return refuse('roster.not_found');
        const names = await activeNames(sql);
        if (!names.has(body.personId)) return refuse('roster.person_unknown');
        const override: KeptOverride = {
          id: ids.uuid(),
          rosterId: roster.id,
          personId: body.personId,
          fromAt: new Date(body.fromAt),
          untilAt: new Date(body.untilAt),
          reason: body.reason?.trim() || null,
        };
        if (override.fromAt >= override.untilAt) return refuse('roster.times_turned');
        await insertOverride(sql, override);
        record({
          event: 'roster.override_added',
          subject: subjectOf(roster),
          changes: [
            { field: 'person', from: null, to: names.get(body.personId) ?? '' },
            { field: 'from', from: null, to: override.fromAt.toISOString() },
            { field: 'until', from: null, to: override.untilAt.toISOString() },
          ],
          ...(override.reason === null ? {} : { reason: override.reason }),
        });
        return shownOverride(override, names);
      }),

    endRosterOverride: ({ params, actor }) =>
      database.change(actor, async ({ now, record, sql }) => {
        const roster = await rosterById(sql, params.roster);
        if (roster === null) return refuse('roster.not_found');
        if (!(await endOverride(sql, roster.id, params.override, now)))
          return refuse('roster.override_not_found');
        record({ event: 'roster.override_ended', subject: subjectOf(roster) });
        return {};
      }),
  };
}

const subjectOf = ({ id, name }: { id: string; name: string }) => ({ kind: 'roster', id, reference: name });

const flat = ({ name, rotation, timeZone }: Pick<KeptRoster, 'name' | 'rotation' | 'timeZone'>) => ({
  name,
  timeZone,
  people: [...rotation.people],
  handoverAt: rotation.handoverAt,
  everyDays: rotation.everyDays,
  startsOn: rotation.startsOn,
});

async function reasonNotKept(
  sql: Sql,
  body: Pick<KeptRoster, 'rotation' | 'timeZone'>,
  isTimeZone: (name: string) => boolean,
): Promise<Refusal<'roster.zone_unknown' | 'roster.person_unknown'> | null> {
  if (!isTimeZone(body.timeZone)) return refuse('roster.zone_unknown', body.timeZone);
  const names = await activeNames(sql);
  return body.rotation.people.every((id) => names.has(id)) ? null : refuse('roster.person_unknown');
}

/** Names of everybody a roster names, those too who left. */
const allNames = (sql: Sql, roster: KeptRoster, overrides: readonly KeptOverride[]) =>
  namesOf(sql, [...new Set([...roster.rotation.people, ...overrides.map(({ personId }) => personId)])]);

async function shown(sql: Sql, roster: KeptRoster, now: Date): Promise<Roster> {
  const untilAt = new Date(now.getTime() + LOOKS_AHEAD_MS);
  const overrides = await findOverrides(sql, { rosterId: roster.id, fromAt: now, untilAt });
  const names = await allNames(sql, roster, overrides);
  const active = new Set((await activeNames(sql)).keys());
  const spans = dutySpans(roster, overrides, active, now, untilAt);
  const [first, second] = spans.map((span) => shownSpan(span, names));
  return {
    id: roster.id,
    name: roster.name,
    timeZone: roster.timeZone,
    rotation: { ...roster.rotation, people: roster.rotation.people as PersonId[] },
    people: roster.rotation.people.map((id) => ({ id: id as PersonId, name: names.get(id) ?? '' })),
    now: first ?? {
      fromAt: now.toISOString(),
      untilAt: untilAt.toISOString(),
      person: null,
      overrideId: null,
      gap: 'nobody',
    },
    next: second ?? null,
    hasGap: spans.some(({ gap }) => gap !== null),
    version: roster.version,
  };
}

function shownSpan(span: DutySpan, names: ReadonlyMap<string, string>) {
  return {
    fromAt: span.fromAt.toISOString(),
    untilAt: span.untilAt.toISOString(),
    person:
      span.personId === null ? null : { id: span.personId as PersonId, name: names.get(span.personId) ?? '' },
    overrideId: span.overrideId,
    gap: span.gap,
  };
}

function shownOverride(override: KeptOverride, names: ReadonlyMap<string, string>) {
  return {
    id: override.id,
    person: { id: override.personId as PersonId, name: names.get(override.personId) ?? '' },
    fromAt: override.fromAt.toISOString(),
    untilAt: override.untilAt.toISOString(),
    reason: override.reason,
  };
}
