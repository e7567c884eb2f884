// SPDX-License-Identifier: Apache-2.0
import type { PersonId, RuleImport, RuleImportDocument } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { ImportPlan, KeptRule, PlannedDocument } from './import-plan.ts';
import type { ReadDocument } from './read-documents.ts';

/** An import as its row says, with its set and the people it names. */
export interface ImportRow {
  readonly id: string;
  readonly rule_set_id: string;
  readonly state: RuleImport['state'];
  readonly read_count: number;
  readonly total_count: number | null;
  readonly digest: string | null;
  readonly counts: unknown;
  readonly problem: string | null;
  readonly problem_detail: string | null;
  readonly asked_at: Date;
  readonly asked_by: string | null;
  readonly ended_at: Date | null;
  readonly ended_by: string | null;
  readonly set_kind: RuleImport['set']['kind'];
  readonly set_name: string;
  readonly asked_name: string | null;
  readonly ended_name: string | null;
}

const importColumns = raw`i.id, i.rule_set_id, i.state, i.read_count, i.total_count, i.digest, i.counts, i.problem,
  i.problem_detail, i.asked_at, i.asked_by, i.ended_at, i.ended_by, s.kind AS set_kind, s.name AS set_name,
  a.name AS asked_name, e.name AS ended_name`;
const importTables = raw`rule_import i JOIN rule_set s ON s.id = i.rule_set_id
  LEFT JOIN person a ON a.id = i.asked_by LEFT JOIN person e ON e.id = i.ended_by`;

export async function findImport(trx: Sql, id: string): Promise<ImportRow | undefined> {
  const { rows } = await raw<ImportRow>`
    SELECT ${importColumns} FROM ${importTables} WHERE i.id = ${id}`.execute(trx);
  return rows[0];
}

/** Locks an import: it ends once. */
export async function lockImport(trx: Sql, id: string): Promise<ImportRow | undefined> {
  await raw`SELECT id FROM rule_import WHERE id = ${id} FOR UPDATE`.execute(trx);
  return findImport(trx, id);
}

export async function listImports(
  trx: Sql,
  filter: {
    state: string | undefined;
    set: string | undefined;
    limit: number;
    after: [string, string] | null;
  },
): Promise<ImportRow[]> {
  const [at, id] = filter.after ?? [null, null];
  const { rows } = await raw<ImportRow>`
    SELECT ${importColumns} FROM ${importTables}
    WHERE (${filter.state ?? null}::text IS NULL OR i.state = ${filter.state ?? null})
      AND (${filter.set ?? null}::uuid IS NULL OR i.rule_set_id = ${filter.set ?? null})
      AND (${at}::timestamptz IS NULL OR (date_trunc('milliseconds', i.asked_at), i.id) < (${at}::timestamptz, ${id}::uuid))
    ORDER BY date_trunc('milliseconds', i.asked_at) DESC, i.id DESC LIMIT ${filter.limit + 1}`.execute(trx);
  return rows;
}

export function presentImport(row: ImportRow): RuleImport {
  const person = (id: string | null, name: string | null) =>
    id === null ? null : { id: id as PersonId, name: name ?? '' };
  return {
    id: row.id,
    set: { id: row.rule_set_id, kind: row.set_kind, name: row.set_name },
    state: row.state,
    read: row.read_count,
    total: row.total_count,
    counts: row.counts as RuleImport['counts'],
    problem: row.problem,
    problemDetail: row.problem_detail,
    askedAt: row.asked_at.toISOString(),
    askedBy: person(row.asked_by, row.asked_name),
    endedAt: row.ended_at?.toISOString() ?? null,
    endedBy: person(row.ended_by, row.ended_name),
  };
}

/** Begins an import, to be read by due work; others of its set that are read or wait end with it. */
export async function insertImport(
  trx: Sql,
  begun: {
    id: string;
    setId: string;
    at: Date;
    by: string | null;
    upload?: { bytes: Uint8Array; name: string };
  },
): Promise<void> {
  await trx
    .updateTable('rule_import')
    .set({ state: 'discarded', ended_at: begun.at, ended_by: begun.by, upload: null })
    .where('rule_set_id', '=', begun.setId)
    .where('state', 'in', ['reading', 'waiting'])
    .execute();
  await dropDocumentsOfEnded(trx, begun.setId);
  await trx
    .insertInto('rule_import')
    .values({
      id: begun.id,
      rule_set_id: begun.setId,
      state: 'reading',
      asked_at: begun.at,
      asked_by: begun.by,
      upload: begun.upload === undefined ? null : Buffer.from(begun.upload.bytes),
      upload_name: begun.upload?.name ?? null,
    })
    .execute();
}

async function dropDocumentsOfEnded(trx: Sql, setId: string): Promise<void> {
  await raw`
    DELETE FROM rule_import_document WHERE import_id IN
      (SELECT id FROM rule_import WHERE rule_set_id = ${setId} AND state NOT IN ('reading', 'waiting'))`.execute(
    trx,
  );
}

/** Ends an import; its documents go. */
export async function endImport(
  trx: Sql,
  ended: {
    id: string;
    state: 'applied' | 'discarded' | 'failed';
    at: Date;
    by: string | null;
    problem?: { code: string; detail: string };
  },
): Promise<void> {
  await trx
    .updateTable('rule_import')
    .set({
      state: ended.state,
      ended_at: ended.at,
      ended_by: ended.by,
      upload: null,
      problem: ended.problem?.code ?? null,
      problem_detail: ended.problem?.detail ?? null,
    })
    .where('id', '=', ended.id)
    .execute();
  await trx.deleteFrom('rule_import_document').where('import_id', '=', ended.id).execute();
}

/** The rules of a set as they are, to compare with. */
export async function keptRules(trx: Sql, setId: string): Promise<KeptRule[]> {
  const rows = await trx
    .selectFrom('detection_rule')
    .select(['id', 'path', 'sigma_id', 'title', 'digest', 'problem', 'is_active'])
    .where('rule_set_id', '=', setId)
    .where('removed_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    path: row.path,
    sigmaId: row.sigma_id,
    title: row.title,
    digest: row.digest,
    isRefused: row.problem !== null,
    isActive: row.is_active,
  }));
}

const ROWS_PER_INSERT = 1_000;

/** Keeps what an import would do until somebody decides; from here on it survives a stop. */
export async function keepPlan(
  trx: Sql,
  importId: string,
  { counts, documents }: ImportPlan,
  digest: string,
): Promise<void> {
  const rows = documents.map((each, index) => ({
    import_id: importId,
    number: index + 1,
    change: each.change,
    // A rule that is not there yet has no row to refer to.
    rule_id: each.isNew ? null : each.ruleId,
    document: JSON.stringify(each),
  }));
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    await trx
      .insertInto('rule_import_document')
      .values(rows.slice(start, start + ROWS_PER_INSERT))
      .execute();
  }
  await trx
    .updateTable('rule_import')
    .set({ state: 'waiting', digest, counts: JSON.stringify(counts), upload: null })
    .where('id', '=', importId)
    .execute();
}

export interface DocumentRow {
  readonly number: number;
  readonly planned: PlannedDocument;
  /** Of a rule that is there already. */
  readonly kept: {
    kind: string;
    path: string;
    sigma_id: string;
    title: string;
    level: string | null;
    yaml: string;
  } | null;
}

interface RawDocumentRow {
  readonly number: number;
  readonly document: unknown;
  readonly kind: string | null;
  readonly path: string;
  readonly sigma_id: string;
  readonly title: string;
  readonly level: string | null;
  readonly yaml: string;
}

export async function readImportDocuments(
  trx: Sql,
  importId: string,
  filter: {
    change?: string | undefined;
    q?: string | undefined;
    number?: number;
    after?: number;
    limit?: number;
  } = {},
): Promise<DocumentRow[]> {
  const q = filter.q === undefined || filter.q === '' ? null : `%${filter.q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await raw<RawDocumentRow>`
    SELECT d.number, d.document, r.kind, r.path, r.sigma_id, r.title, r.level, r.yaml
    FROM rule_import_document d LEFT JOIN detection_rule r ON r.id = d.rule_id
    WHERE d.import_id = ${importId}
      AND (${filter.change ?? null}::text IS NULL OR d.change = ${filter.change ?? null})
      AND (${filter.number ?? null}::integer IS NULL OR d.number = ${filter.number ?? null})
      AND (${q}::text IS NULL OR coalesce(d.document -> 'document' ->> 'title', r.title) ILIKE ${q}
        OR coalesce(d.document -> 'document' ->> 'path', r.path) ILIKE ${q})
      AND d.number > ${filter.after ?? 0}
    ORDER BY d.number LIMIT ${filter.limit ?? null}`.execute(trx);
  return rows.map(({ document, kind, number, ...kept }) => ({
    number,
    planned: document as PlannedDocument,
    kept: kind === null ? null : { kind, ...kept },
  }));
}

export function presentDocument({ kept, number, planned }: DocumentRow): RuleImportDocument {
  const shown = planned.document;
  return {
    number,
    change: planned.change,
    rule: planned.isNew ? null : planned.ruleId,
    kind: (shown?.kind ?? kept?.kind ?? 'rule') as RuleImportDocument['kind'],
    path: shown?.path ?? kept?.path ?? '',
    sigmaId: shown?.sigmaId ?? kept?.sigma_id ?? '',
    title: shown?.title ?? kept?.title ?? '',
    level: (shown?.level ?? kept?.level ?? null) as RuleImportDocument['level'],
    refusal: shown === null ? null : placedInFile(shown),
    samples: shown?.samples ?? null,
    runsBefore: planned.runsBefore,
    runsAfter: planned.runsAfter,
  };
}

/** The place of a refusal in its file, where the document is a part of one. */
function placedInFile({ refusal, startLine }: ReadDocument): RuleImportDocument['refusal'] {
  if (refusal === null || refusal.line === null || startLine === 0) return refusal;
  return { ...refusal, line: refusal.line + startLine - 1 };
}
