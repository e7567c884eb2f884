// SPDX-License-Identifier: Apache-2.0
import { type FieldChange, type Refusal, refuse } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Changing } from '../platform/database/database.ts';
import { type ImportPlan, planImport } from './import-plan.ts';
import {
  endImport,
  findImport,
  type ImportRow,
  keepPlan,
  keptRules,
  lockImport,
  readImportDocuments,
} from './import-store.ts';
import {
  currentLines,
  decideAnew,
  insertRules,
  lockLibrary,
  readCandidates,
  removeRules,
  updateRule,
} from './library-store.ts';
import type { ReadSet } from './read-documents.ts';

/** Documents one entry of the record tells of: it has to stay an entry that can be sealed. */
const DOCUMENTS_PER_ENTRY = 500;

/** Compares what was read with the set as it is now, and keeps the difference until somebody decides. */
export async function keepRead(
  { ids, now, sql }: Changing,
  row: Pick<ImportRow, 'id' | 'rule_set_id' | 'set_kind'>,
  read: ReadSet,
): Promise<ImportPlan> {
  const plan = planImport({
    setId: row.rule_set_id,
    setKind: row.set_kind,
    kept: await keptRules(sql, row.rule_set_id),
    read: read.documents,
    skipped: read.skipped,
    candidates: await readCandidates(sql),
    lines: (await currentLines(sql)).lines,
    newId: () => ids.uuid(),
    nowMs: now.getTime(),
  });
  await keepPlan(sql, row.id, plan, read.digest);
  return plan;
}

/** Lets an import take effect: all of it with this transaction, or nothing. */
export async function applyImport(
  changing: Changing,
  id: string,
  by: string | null,
): Promise<
  ImportRow | Refusal<'rule_import.not_found' | 'rule_import.not_waiting' | 'rule_import.outdated'>
> {
  const { now, record, sql } = changing;
  await lockLibrary(sql);
  const row = await lockImport(sql, id);
  if (row === undefined) return refuse('rule_import.not_found');
  if (row.state !== 'waiting') return refuse('rule_import.not_waiting', `It is ${row.state}`);
  if (await wasOvertaken(changing, row)) return refuse('rule_import.outdated');
  const documents = await readImportDocuments(sql, id);
  const added = documents.flatMap(({ planned: { document, isNew, ruleId } }) =>
    isNew && document !== null
      ? [{ id: ruleId, setId: row.rule_set_id, document, samples: document.samples }]
      : [],
  );
  const before = new Map((await keptRules(sql, row.rule_set_id)).map((rule) => [rule.id, rule]));
  // What is gone goes first: another document may stand at its place.
  await removeRules(
    sql,
    documents.flatMap(({ planned }) => (planned.document === null ? [planned.ruleId] : [])),
    now,
  );
  for (const { planned } of documents) {
    if (planned.isNew || planned.document === null) continue;
    const { document, ruleId } = planned;
    await updateRule(sql, ruleId, { document, samples: document.samples, at: now });
  }
  await insertRules(sql, added, now);
  await sql
    .updateTable('rule_set')
    .set({ digest: row.digest, problem: null })
    .where('id', '=', row.rule_set_id)
    .execute();
  await decideAnew(sql);
  const changes = documents.map(
    ({ kept, planned: { document, ruleId } }): FieldChange => ({
      field: `${document?.path ?? kept?.path ?? ''} ${document?.sigmaId ?? kept?.sigma_id ?? ''}`,
      from: before.get(ruleId)?.digest ?? null,
      to: document?.digest ?? null,
    }),
  );
  for (let start = 0; start < Math.max(changes.length, 1); start += DOCUMENTS_PER_ENTRY) {
    record({
      event: 'rule_import.applied',
      subject: { kind: 'rule_set', id: row.rule_set_id, reference: row.set_name },
      changes: changes.slice(start, start + DOCUMENTS_PER_ENTRY),
    });
  }
  await endImport(sql, { id, state: 'applied', at: now, by });
  return (await findImport(sql, id)) ?? row;
}

/** Whether the set changed since the import was compared with it. */
async function wasOvertaken({ sql }: Changing, row: ImportRow): Promise<boolean> {
  const { rows } = await raw<{ is: boolean }>`
    SELECT EXISTS (SELECT FROM rule_import WHERE rule_set_id = ${row.rule_set_id} AND state = 'applied'
        AND ended_at > ${row.asked_at})
      OR EXISTS (SELECT FROM rule_set WHERE id = ${row.rule_set_id} AND removed_at IS NOT NULL) AS is`.execute(
    sql,
  );
  return rows[0]?.is === true;
}
