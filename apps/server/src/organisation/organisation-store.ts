// SPDX-License-Identifier: Apache-2.0
import type { Language, Organisation } from '@belfry/contract';
import type { Selectable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { DB } from '../platform/database/rows.generated.ts';

/** The organisation this desk belongs to; null before it is set up. */
export async function findOrganisation(sql: Sql): Promise<Organisation | null> {
  const row = await sql.selectFrom('organisation').selectAll().executeTakeFirst();
  return row === undefined ? null : organisationFromRow(row);
}

/** The same, locked until commit: it is written whole, so a second change must begin from what the first one left. */
export async function lockOrganisation(sql: Sql): Promise<Organisation | null> {
  const row = await sql.selectFrom('organisation').selectAll().forUpdate().executeTakeFirst();
  return row === undefined ? null : organisationFromRow(row);
}

function organisationFromRow(row: Selectable<DB['organisation']>): Organisation {
  return {
    name: row.name,
    sector: row.sector,
    country: row.country,
    languages: row.languages as Language[],
    timeZone: row.time_zone,
    helpdeskMail: row.helpdesk_mail,
    helpdeskPhone: row.helpdesk_phone,
    publicUrl: row.public_url,
    severityLabels: row.severity_labels as Organisation['severityLabels'],
    businessFunctions: row.business_functions,
  };
}

export async function updateOrganisation(sql: Sql, whole: Organisation): Promise<void> {
  await sql
    .updateTable('organisation')
    .set({
      name: whole.name,
      sector: whole.sector,
      country: whole.country,
      languages: [...whole.languages],
      time_zone: whole.timeZone,
      helpdesk_mail: whole.helpdeskMail,
      helpdesk_phone: whole.helpdeskPhone,
      public_url: whole.publicUrl,
      severity_labels: JSON.stringify(whole.severityLabels),
      business_functions: [...whole.businessFunctions],
    })
    .execute();
}
