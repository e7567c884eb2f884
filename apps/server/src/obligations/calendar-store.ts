// SPDX-License-Identifier: Apache-2.0
import { asLanguage, limits, permissionsOf, type Role } from '@belfry/contract';
import { regimeTexts, stageTexts } from '@belfry/regimes';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Reading, Sql } from '../platform/database/database.ts';
import type { Calendar, CalendarEvent } from './calendar.ts';
import { calendarWords } from './calendar-words.ts';
import { lawOf } from './present-obligations.ts';

const DAY_MS = 86_400_000;
/** When a calendar program reminds, in hours before the limit; the desk pages by itself besides. */
const ALARM_HOURS = [24, 4, 1] as const;

export async function findFeed(
  sql: Sql,
  personId: string,
): Promise<{ madeAt: Date; lastReadAt: Date | null } | null> {
  const row = await sql
    .selectFrom('calendar_feed')
    .select(['made_at', 'last_read_at'])
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row === undefined ? null : { madeAt: row.made_at, lastReadAt: row.last_read_at };
}

/** One address a person: making another stops the one before. */
export async function putFeed(sql: Sql, personId: string, secretHash: string, now: Date): Promise<void> {
  const columns = { secret_sha256: secretHash, made_at: now, last_read_at: null };
  await sql
    .insertInto('calendar_feed')
    .values({ person_id: personId, ...columns })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(columns))
    .execute();
}

/** @returns whether there was one */
export async function deleteFeed(sql: Sql, personId: string): Promise<boolean> {
  const gone = await sql.deleteFrom('calendar_feed').where('person_id', '=', personId).executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/** Whose address this is, as they are now: who was blocked, or lost a role, reads no more than they may. */
export async function readerOf(sql: Sql, secretHash: string, now: Date): Promise<PersonActor | null> {
  const row = await sql
    .updateTable('calendar_feed')
    .from('person')
    .set({ last_read_at: now })
    .whereRef('person.id', '=', 'calendar_feed.person_id')
    .where('secret_sha256', '=', secretHash)
    .where('person.state', '=', 'active')
    .returning(['person.id', 'person.name', 'person.email', 'person.language', 'person.roles'])
    .executeTakeFirst();
  if (row === undefined) return null;
  const roles = row.roles as Role[];
  const { email, id, language, name } = row;
  return {
    kind: 'person',
    id,
    name,
    email,
    language,
    roles,
    permissions: permissionsOf(roles),
    via: { kind: 'token', id },
  };
}

/** TLP 2.0: a calendar program is often somebody else's machine, so words of these stay inside. */
const staysInside = new Set(['TLP:RED', 'TLP:AMBER+STRICT']);

/** What a person owes, with limits to come and those just past, under their own wall. */
export async function readCalendar({ actor, now, sql }: Reading, publicUrl: string): Promise<Calendar> {
  const language = asLanguage(actor.kind === 'person' ? actor.language : 'en');
  const words = calendarWords[language];
  const since = new Date(now.getTime() - limits.calendarPastDays * DAY_MS);
  const rows = await sql
    .selectFrom('obligation as o')
    .innerJoin('incident as i', 'i.id', 'o.incident_id')
    .leftJoin('obligation_past_due as p', (join) =>
      join.onRef('p.obligation_id', '=', 'o.id').on('o.state', 'in', ['not_owed', 'waiting', 'undecided']),
    )
    .select(['o.id', 'o.regime_id', 'o.regime_version', 'o.stage_id', 'o.state', 'o.revision'])
    .select(['o.changed_at', 'o.due_at', 'p.due_at as past_due_at', 'i.reference', 'i.title', 'i.tlp'])
    .where((where) =>
      where.or([
        where('o.state', '=', 'running'),
        where.and([where('o.state', 'in', ['met', 'met_late']), where('o.due_at', '>=', since)]),
        where('p.due_at', '>=', since),
      ]),
    )
    .where((where) => where.or([where('o.due_at', 'is not', null), where('p.due_at', 'is not', null)]))
    .orderBy('o.due_at', (order) => order.asc().nullsLast())
    .orderBy('o.id')
    .orderBy('p.replaced_at', 'desc')
    .limit(limits.calendarEventsMax)
    .execute();
  const seen = new Set<string>();
  const events = rows.flatMap((row): CalendarEvent[] => {
    const at = row.due_at ?? row.past_due_at;
    if (at === null || seen.has(row.id)) return [];
    seen.add(row.id);
    const stage = { regimeId: row.regime_id, regimeVersion: row.regime_version, stageId: row.stage_id };
    const { stage: law } = lawOf(stage);
    const what = stageTexts(row.regime_id, row.stage_id)[language];
    const due = words.due(what, regimeTexts(row.regime_id)[language], row.reference);
    const isOpen = row.state === 'running';
    const isMet = row.state === 'met' || row.state === 'met_late';
    const title = staysInside.has(row.tlp) ? [] : [row.title];
    const article = law === undefined ? [] : [words.article(law.legal.cite)];
    const url = `${publicUrl}/incidents/${row.reference}`;
    return [
      {
        uid: row.id,
        at,
        revision: row.revision,
        changedAt: row.changed_at,
        summary: isOpen ? due : isMet ? words.met(due) : words.dropped(due),
        description: [...title, ...article, url].join('\n'),
        url,
        isCancelled: !isOpen && !isMet,
        alarmHours: isOpen ? ALARM_HOURS : [],
      },
    ];
  });
  return { name: words.name, language, events };
}
