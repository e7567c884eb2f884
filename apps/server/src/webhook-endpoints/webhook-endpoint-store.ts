// SPDX-License-Identifier: Apache-2.0
import type { AlertKind, Language, TextMessageGateway, WebhookRecipe } from '@belfry/contract';
import type { Selectable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { WebhookEndpointTable } from '../platform/database/rows.generated.ts';

/** Each sealed under a key of the data directory, or null. */
export interface SealedSecrets {
  readonly current: string;
  readonly previous: string | null;
  readonly token: string | null;
}

export interface KeptEndpoint {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly recipe: WebhookRecipe;
  readonly gateway: TextMessageGateway | null;
  readonly events: AlertKind[];
  readonly language: Language;
  readonly isActive: boolean;
  readonly secrets: SealedSecrets;
  readonly addedAt: Date;
  readonly addedBy: string | null;
  readonly lastReachedAt: Date | null;
  readonly lastError: string | null;
  readonly version: number;
}

function asEndpoint(row: Selectable<WebhookEndpointTable>): KeptEndpoint {
  const { gateway = null } = row.settings as { gateway?: TextMessageGateway | null };
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    recipe: row.recipe as WebhookRecipe,
    gateway,
    events: row.events as AlertKind[],
    language: row.language as Language,
    isActive: row.is_active,
    secrets: row.secret as unknown as SealedSecrets,
    addedAt: row.added_at,
    addedBy: row.added_by,
    lastReachedAt: row.last_reached_at,
    lastError: row.last_error,
    version: row.version,
  };
}

export async function findEndpoints(trx: Sql): Promise<KeptEndpoint[]> {
  const rows = await trx
    .selectFrom('webhook_endpoint')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(asEndpoint);
}

/** One that was not removed. */
export async function endpointById(trx: Sql, id: string): Promise<KeptEndpoint | null> {
  const row = await trx
    .selectFrom('webhook_endpoint')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? null : asEndpoint(row);
}

const columns = (endpoint: KeptEndpoint) => ({
  name: endpoint.name,
  url: endpoint.url,
  recipe: endpoint.recipe,
  settings: JSON.stringify({ gateway: endpoint.gateway }),
  secret: JSON.stringify(endpoint.secrets),
  events: [...endpoint.events],
  language: endpoint.language,
  is_active: endpoint.isActive,
});

export async function insertEndpoint(trx: Sql, endpoint: KeptEndpoint): Promise<void> {
  await trx
    .insertInto('webhook_endpoint')
    .values({ id: endpoint.id, added_at: endpoint.addedAt, added_by: endpoint.addedBy, ...columns(endpoint) })
    .execute();
}

/** Writes a changed receiver. @returns false when somebody changed it meanwhile */
export async function updateEndpoint(trx: Sql, endpoint: KeptEndpoint): Promise<boolean> {
  const result = await trx
    .updateTable('webhook_endpoint')
    .set({ ...columns(endpoint), version: endpoint.version + 1 })
    .where('id', '=', endpoint.id)
    .where('version', '=', endpoint.version)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Sends there no more, and forgets the secrets. @returns its name, or null when there was none */
export async function removeEndpoint(trx: Sql, id: string, at: Date): Promise<string | null> {
  const row = await trx
    .updateTable('webhook_endpoint')
    .set({ removed_at: at, is_active: false, secret: '{}' })
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}
