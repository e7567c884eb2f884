// SPDX-License-Identifier: Apache-2.0
import type { HistoryEntry } from '@belfry/contract';
import { shown } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';

export type Account = NonNullable<HistoryEntry['account']>;

/** Which incident an entry belongs to, and where it stands. */
export interface Place {
  readonly incident: { readonly id: string; readonly reference: string };
  readonly position: number;
}

const subjectOf = ({ incident, position }: Place) => ({
  subject: { kind: 'entry', id: String(position), reference: `${incident.reference} ${position}` },
  incident,
});

/** Picks an entry for the account, or tells it in other words; the words before stay in the record. */
export async function pick(
  changing: Changing,
  place: Place,
  before: Account | null,
  account: Account,
): Promise<void> {
  const changes = changesBetween({ ...before }, { ...account });
  if (changes.length === 0) {
    return;
  }
  changing.record({ event: 'account.entry_picked', ...subjectOf(place), changes });
  await writeAccount(changing, place, account);
}

export async function writeAccount(changing: Changing, place: Place, account: Account): Promise<void> {
  const columns = {
    text: account.text,
    occurred_at: new Date(account.occurredAt),
    certainty: account.certainty,
    side: account.side,
  };
  await changing.sql
    .insertInto('account_entry')
    .values({ incident_id: place.incident.id, position: place.position, ...columns })
    .onConflict((conflict) => conflict.columns(['incident_id', 'position']).doUpdateSet(columns))
    .execute();
}

/** Takes an entry out of the account; the record keeps it, and keeps that it stood there. */
export async function drop(changing: Changing, place: Place, before: Account): Promise<void> {
  changing.record({
    event: 'account.entry_dropped',
    ...subjectOf(place),
    changes: changesBetween({ ...before }, { text: null, occurredAt: null, certainty: null, side: null }),
  });
  await changing.sql
    .deleteFrom('account_entry')
    .where('position', '=', place.position)
    .where('incident_id', '=', place.incident.id)
    .execute();
}

/** Marks a note or an entry as taken back. It keeps its place, its words and its author. */
export async function withdraw(changing: Changing, place: Place, reason: string | null): Promise<void> {
  await changing.sql
    .insertInto('withdrawn_entry')
    .values({
      incident_id: place.incident.id,
      position: place.position,
      withdrawn_at: changing.now,
      withdrawn_by: shown(changing.actor).name,
      reason,
    })
    .execute();
  changing.record({
    event: 'timeline.entry_withdrawn',
    ...subjectOf(place),
    changes: [{ field: 'withdrawn', from: false, to: true }],
    reason: reason ?? undefined,
  });
}
