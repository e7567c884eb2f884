// SPDX-License-Identifier: Apache-2.0
import {
  type Authority,
  type AuthorityOfStage,
  type authorityRoutes,
  limits,
  refuse,
} from '@belfry/contract';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { proposedFor, readBook } from './authority-for.ts';
import {
  type AuthorityFields,
  authorityById,
  countriesOfAuthorities,
  insertAuthority,
  keepChoice,
  listAuthorityRows,
  lockAuthority,
  presentAuthority,
  updateAuthority,
} from './authority-store.ts';
import { stagesToAuthorities } from './recipient-kinds.ts';

type Routes = typeof authorityRoutes;

export interface AuthorityParts {
  readonly database: Database;
  /** The organisation, whose state decides whose authorities take what Union law asks; null before it is set up. */
  readonly organisationOf: (sql: Sql) => Promise<{ readonly country: string } | null>;
}

export function authorityHandlers({ database, organisationOf }: AuthorityParts): Handlers<Routes> {
  const stagesShown = async (sql: Sql, regimeId?: string): Promise<{ items: AuthorityOfStage[] }> => {
    const book = await readBook(sql, limits.authoritiesMax);
    const country = (await organisationOf(sql))?.country ?? '';
    const stages = stagesToAuthorities().filter(({ regime }) => (regimeId ?? regime.id) === regime.id);
    return {
      items: stages.map((of) => {
        const { authority, isChosen, others } = proposedFor(book, of, country);
        return {
          regimeId: of.regime.id,
          stageId: of.stage.id,
          authority,
          isChosen,
          others: others.map(({ id, name }) => ({ id, name })),
        };
      }),
    };
  };
  return {
    listAuthorities: ({ actor, query }) =>
      database.read(actor, async ({ sql }) => {
        const filter = { ...query, isArchived: query.archived === 'yes' };
        const rows = await listAuthorityRows(sql, filter, limits.authoritiesMax);
        return { items: rows.map(presentAuthority), countries: await countriesOfAuthorities(sql) };
      }),
    addAuthority: ({ actor, body }) =>
      database.change(actor, async ({ ids, now, record, sql }) => {
        const id = ids.uuid();
        await insertAuthority(sql, body, { id, personId: actor.id, now });
        record({
          event: 'authority.added',
          subject: subjectOf(id, body.name),
          changes: changesBetween({}, recorded(body)),
        });
        return written(sql, id);
      }),
    changeAuthority: change(database),
    listAuthorityChoices: ({ actor }) => database.read(actor, ({ sql }) => stagesShown(sql)),
    chooseAuthority: ({ actor, body }) =>
      database.change(actor, async (changing) => {
        const { regimeId, stageId } = body;
        const isKnown = stagesToAuthorities().some(
          ({ regime, stage }) => regime.id === regimeId && (stageId === '' || stage.id === stageId),
        );
        if (!isKnown) return refuse('authority.stage_not_found', `${regimeId} ${stageId}`.trim());
        return (await choose(changing, body)) ?? stagesShown(changing.sql, regimeId);
      }),
  };
}

const subjectOf = (id: string, name: string) => ({ kind: 'authority', id, reference: name });

async function written(sql: Sql, id: string): Promise<Authority> {
  const found = await authorityById(sql, id);
  if (found === null) throw new Error('Expected the authority that was just written');
  return found;
}

const recorded = ({ channels, country, formLink, kinds, languages, name, notes }: AuthorityFields) => ({
  name,
  country,
  kinds,
  channels,
  languages,
  formLink,
  notes,
});

function withoutAbsent<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

function change(database: Database): Handler<Routes['changeAuthority']> {
  return ({ actor, body, params }) =>
    database.change(actor, async (changing) => {
      const { now, sql } = changing;
      const row = await lockAuthority(sql, params.id);
      if (row === undefined) return refuse('authority.not_found');
      if (row.version !== body.version) {
        return refuse('authority.changed_meanwhile', `Version ${row.version} now, ${body.version} seen`);
      }
      const { isArchived, isVerified, version: _seen, ...named } = body;
      const before = presentAuthority(row);
      const after: AuthorityFields = { ...before, ...withoutAbsent(named) };
      const isAway = isArchived ?? before.archivedAt !== null;
      const changes = changesBetween(recorded(before), recorded(after));
      // Who writes an address down has it from somewhere: whether it is right is said by itself.
      const unchecked = changes.length > 0 ? null : undefined;
      await updateAuthority(sql, row, after, {
        now,
        archivedAt: isAway ? (row.archived_at ?? now) : null,
        verified: isVerified === true ? { at: now, by: actor.id } : unchecked,
      });
      tell(changing, before, after.name, { changes, isAway, isVerified: isVerified === true });
      return written(sql, row.id);
    });
}

function tell(
  { record }: Changing,
  before: Authority,
  name: string,
  how: {
    readonly changes: ReturnType<typeof changesBetween>;
    readonly isAway: boolean;
    readonly isVerified: boolean;
  },
): void {
  const subject = subjectOf(before.id, name);
  if (how.changes.length > 0) record({ event: 'authority.changed', subject, changes: how.changes });
  if (how.isVerified) record({ event: 'authority.verified', subject });
  if (how.isAway !== (before.archivedAt !== null)) {
    record({ event: how.isAway ? 'authority.archived' : 'authority.restored', subject });
  }
}

/** @returns a refusal, or null once it is written */
async function choose(
  { record, sql }: Changing,
  choice: { readonly regimeId: string; readonly stageId: string; readonly authorityId: string | null },
) {
  const { authorityId, regimeId, stageId } = choice;
  const chosen = authorityId === null ? null : await authorityById(sql, authorityId);
  if (authorityId !== null && (chosen === null || chosen.archivedAt !== null)) {
    return refuse('authority.not_found');
  }
  const before = await keepChoice(sql, { regimeId, stageId, authorityId });
  const changes = changesBetween({ authority: before }, { authority: chosen?.name ?? null });
  const id = stageId === '' ? regimeId : `${regimeId}.${stageId}`;
  if (changes.length > 0) {
    record({ event: 'authority.chosen', subject: { kind: 'authority_choice', id, reference: id }, changes });
  }
  return null;
}
