// SPDX-License-Identifier: Apache-2.0
import { asLanguage, type Tlp } from '@belfry/contract';
import { formOf, regimes, regimeTexts, stageTexts } from '@belfry/regimes';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { Filing } from './filing.ts';

/** A notification to be printed, with what its rows are known by. */
export interface FoundFiling {
  readonly id: string;
  readonly incident: { readonly id: string; readonly reference: string };
  readonly filing: Filing;
}

interface FilingRow {
  readonly id: string;
  readonly reference: string;
  readonly incident_id: string;
  readonly incident_reference: string;
  readonly incident_status: string;
  readonly regime_id: string;
  readonly stage_id: string;
  readonly state: string;
  readonly language: string;
  readonly tlp: Tlp;
  readonly content: Filing['content'];
  readonly approved_at: Date | null;
  readonly approved_by: string | null;
  readonly approved_digest: string | null;
  readonly authority: string | null;
  readonly authority_reference: string | null;
  readonly due_at: Date | null;
  readonly organisation: string;
  readonly time_zone: string;
  readonly helpdesk_mail: string;
  readonly public_url: string;
}

const APPROVED: readonly string[] = ['approved', 'sending', 'submitted', 'acknowledged'];

/** Reads a notification as its documents are made of it; undefined where the asker sees none. */
export async function findFiling(
  sql: Sql,
  wanted: { readonly reference: string } | { readonly id: string },
): Promise<FoundFiling | undefined> {
  const which = 'id' in wanted ? raw`n.id = ${wanted.id}::uuid` : raw`n.reference = ${wanted.reference}`;
  const { rows } = await raw<FilingRow>`
    SELECT n.id, n.reference, n.incident_id, i.reference AS incident_reference, i.status AS incident_status,
      n.regime_id, n.stage_id, n.state, n.language, n.tlp, n.content, n.approved_at, p.name AS approved_by,
      n.approved_digest, a.name AS authority, n.authority_reference, o.due_at,
      org.name AS organisation, org.time_zone, org.helpdesk_mail, org.public_url
    FROM notification n
    JOIN incident i ON i.id = n.incident_id
    CROSS JOIN organisation org
    LEFT JOIN obligation o ON o.id = n.obligation_id
    LEFT JOIN authority a ON a.id = n.authority_id
    LEFT JOIN person p ON p.id = n.approved_by
    WHERE ${which}`.execute(sql);
  const row = rows[0];
  return row === undefined ? undefined : filingOf(row);
}

function filingOf(row: FilingRow): FoundFiling {
  const form = formOf(row.regime_id, row.stage_id);
  const regime = regimes.find(({ id }) => id === row.regime_id);
  const stage = regime?.stages.find(({ id }) => id === row.stage_id);
  if (form === null || regime === undefined || stage === undefined) {
    throw new Error(
      `Cannot print ${row.reference}: no regime has the stage ${row.regime_id}.${row.stage_id}`,
    );
  }
  const language = asLanguage(row.language);
  const isFinal = APPROVED.includes(row.state);
  return {
    id: row.id,
    incident: { id: row.incident_id, reference: row.incident_reference },
    filing: {
      reference: row.reference,
      incident: { reference: row.incident_reference, status: row.incident_status },
      form,
      title: `${stageTexts(regime.id, stage.id)[language]} – ${regimeTexts(regime.id)[language]}`,
      cite: stage.legal.cite,
      language,
      tlp: row.tlp,
      isFinal,
      content: row.content,
      organisation: {
        name: row.organisation,
        timeZone: row.time_zone,
        ownDomains: ownDomains(row.helpdesk_mail, row.public_url),
      },
      authority: row.authority,
      authorityReference: row.authority_reference,
      approvedBy: row.approved_by,
      approvedAt: row.approved_at,
      contentSha256: isFinal ? row.approved_digest : null,
      dueAt: row.due_at,
    },
  };
}

/** Domains that are ours: an indicator of an attacker never carries them out. */
function ownDomains(helpdeskMail: string, publicUrl: string): string[] {
  const ofMail = helpdeskMail.split('@').at(-1)?.toLowerCase() ?? '';
  return [ofMail, URL.parse(publicUrl)?.hostname ?? ''].filter((domain) => domain.includes('.'));
}

export interface DueFiling {
  readonly id: string;
  readonly contentSha256: string;
  /** How often it failed. */
  readonly attempts: number;
}

/**
 * An approved notification that has no documents of exactly what was approved. Nothing else remembers that they are to
 * be made: whatever died in between, the next look finds it.
 */
export async function nextFilingWithoutDocuments(
  sql: Sql,
  now: Date,
  reference: string | null = null,
): Promise<DueFiling | undefined> {
  const { rows } = await raw<DueFiling>`
    SELECT n.id, n.approved_digest AS "contentSha256", coalesce(f.attempts, 0) AS attempts
    FROM notification n
    LEFT JOIN document_failure f ON f.notification_id = n.id AND f.content_sha256 = n.approved_digest
    WHERE n.state = ANY (${APPROVED}::text[]) AND n.approved_digest IS NOT NULL
      AND (f.next_at IS NULL OR f.next_at <= ${now})
      AND (${reference}::text IS NULL OR n.reference = ${reference})
      AND NOT EXISTS (SELECT FROM document d WHERE d.notification_id = n.id AND d.content_sha256 = n.approved_digest
        AND d.is_final AND d.format = 'pdf')
    ORDER BY n.approved_at LIMIT 1`.execute(sql);
  return rows[0];
}

export async function writeFailure(
  sql: Sql,
  { attempts, contentSha256, id }: DueFiling,
  error: string,
  nextAt: Date,
): Promise<void> {
  await raw`
    INSERT INTO document_failure (notification_id, content_sha256, attempts, error, next_at)
    VALUES (${id}, ${contentSha256}, ${attempts + 1}, ${error}, ${nextAt})
    ON CONFLICT (notification_id) DO UPDATE SET content_sha256 = excluded.content_sha256,
      attempts = excluded.attempts, error = excluded.error, next_at = excluded.next_at`.execute(sql);
}

export async function forgetFailure(sql: Sql, notificationId: string): Promise<void> {
  await raw`DELETE FROM document_failure WHERE notification_id = ${notificationId}`.execute(sql);
}
