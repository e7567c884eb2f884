// SPDX-License-Identifier: Apache-2.0
import type { Authority, AuthorityKind } from '@belfry/contract';
import { regimes } from '@belfry/regimes';
import type { Sql } from '../platform/database/database.ts';
import { listAuthorityRows, presentAuthority } from './authority-store.ts';
import { type StageOfAuthority, stagesToAuthorities, stateOf } from './recipient-kinds.ts';

export interface Recipient extends Authority {
  readonly isVerified: boolean;
}

/** Who gets a stage, and the others it could be. */
export interface Proposed {
  readonly authority: Authority | null;
  readonly isChosen: boolean;
  readonly others: readonly Authority[];
}

interface Choice {
  readonly regime_id: string;
  readonly stage_id: string;
  readonly authority_id: string;
}

/** Everything the choosing reads, once for however many stages. */
export interface Book {
  readonly authorities: readonly Authority[];
  readonly choices: readonly Choice[];
}

export async function readBook(sql: Sql, countMax: number): Promise<Book> {
  const rows = await listAuthorityRows(sql, { isArchived: false }, countMax);
  const choices = await sql.selectFrom('authority_choice').selectAll().execute();
  return { authorities: rows.map(presentAuthority), choices };
}

/** Those of one kind in one state: whose first kind it is before whose second; the shipped ones in the order of their codes. */
function ofKind(book: Book, kind: AuthorityKind, state: string): readonly Authority[] {
  const place = ({ kinds }: Authority) => kinds.indexOf(kind);
  return book.authorities
    .filter((each) => each.country === state && place(each) >= 0)
    .sort((a, b) => place(a) - place(b) || ((a.code ?? a.name) < (b.code ?? b.name) ? -1 : 1));
}

/** What was chosen for the stage, then for its regime, then by the kind of its recipient. One that was put away is nobody. */
export function proposedFor(
  book: Book,
  { kinds, regime, stage }: StageOfAuthority,
  country: string,
): Proposed {
  const found = kinds
    .map((kind) => ofKind(book, kind, stateOf(regime, kind, country)))
    .find((each) => each.length > 0);
  const proposed = found ?? [];
  const chosenIds = [stage.id, ''].flatMap((stageId) =>
    book.choices
      .filter((choice) => choice.regime_id === regime.id && choice.stage_id === stageId)
      .map((choice) => choice.authority_id),
  );
  const chosen = chosenIds
    .map((id) => book.authorities.find((each) => each.id === id))
    .find((each) => each !== undefined);
  const authority = chosen ?? proposed[0] ?? null;
  return {
    authority,
    isChosen: chosen !== undefined,
    others: proposed.filter(({ id }) => id !== authority?.id),
  };
}

const AUTHORITIES_READ_MAX = 5_000;

/** Whom a stage goes to here; null where it goes to no authority, or the book knows none. */
export async function authorityFor(
  sql: Sql,
  wanted: { readonly regimeId: string; readonly stageId: string; readonly country: string },
): Promise<Recipient | null> {
  const of = stagesToAuthorities(regimes).find(
    ({ regime, stage }) => regime.id === wanted.regimeId && stage.id === wanted.stageId,
  );
  if (of === undefined) return null;
  const { authority } = proposedFor(await readBook(sql, AUTHORITIES_READ_MAX), of, wanted.country);
  return authority === null ? null : { ...authority, isVerified: authority.verifiedAt !== null };
}
