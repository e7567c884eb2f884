// SPDX-License-Identifier: Apache-2.0
import {
  type detectionRuleRoutes,
  isRefusal,
  limits,
  type Problem,
  type Refusal,
  type RuleRefusal,
  type RuleSamplesResult,
  refuse,
} from '@belfry/contract';
import type { Placeholders } from '@belfry/sigma';
import { sql as raw } from 'kysely';
import { type ActiveDocument, compileDocuments } from '../log/index.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import {
  currentPlaceholders,
  decideAnew,
  insertRules,
  lockLibrary,
  onlySet,
  removeRules,
  updateRule,
} from './library-store.ts';
import { type RuleDocument, readDocument, splitDocuments } from './rule-document.ts';
import { ReadFailed } from './rule-files.ts';
import { runTask } from './run-task.ts';

type Routes = Pick<typeof detectionRuleRoutes, 'addOwnRule' | 'changeOwnRule' | 'removeOwnRule'>;

const OWN_NAME = 'Own rules';
/** Correlations stand on one another at most this deep. */
const CHAIN_MAX = 10;

/** Documents of the library that correlations in a text count, and what those count in turn. */
export async function companionRows(sql: Sql, yaml: string): Promise<ActiveDocument[]> {
  // Read here, while everybody waits: templates must not make more of a text than a text may be.
  let left = 2 * limits.ownRuleCharactersMax;
  const own = splitDocuments(yaml)
    .slice(0, limits.ruleTryDocumentsMax)
    .flatMap((part) => {
      left -= part.yaml.length;
      return left < 0 ? [] : [readDocument(part.yaml, '', {})];
    });
  const found = new Map<string, ActiveDocument>();
  const known = new Set(own.flatMap(({ name, sigmaId }) => [name, sigmaId]));
  let open = own.flatMap(({ refers }) => refers).filter((word) => !known.has(word));
  for (let depth = 0; open.length > 0 && depth < CHAIN_MAX; depth += 1) {
    const { rows } = await raw<ActiveDocument & { refers: string[] }>`
      SELECT DISTINCT ON (sigma_id) id, kind, yaml, refers FROM detection_rule
      WHERE removed_at IS NULL AND problem IS NULL AND kind <> 'filter'
        AND (sigma_id = ANY(${open}::text[]) OR name = ANY(${open}::text[]))
      ORDER BY sigma_id, is_active DESC, added_at`.execute(sql);
    for (const word of open) known.add(word);
    for (const { id, kind, yaml: text } of rows) found.set(id, { id, kind, yaml: text });
    open = rows.flatMap(({ refers }) => refers).filter((word) => !known.has(word));
  }
  return [...found.values()];
}

interface Checked {
  readonly document: RuleDocument;
  readonly samples: RuleSamplesResult | null;
}

/** Reads a document of one’s own as it will run, its samples included. */
async function checkOwn(
  database: Database,
  actor: PersonActor,
  yaml: string,
): Promise<Checked | Refusal<'detection_rule.refused' | 'detection_rule.samples_failed'>> {
  const { companions, lists } = await database.read(actor, async ({ sql }) => ({
    lists: (await currentPlaceholders(sql)).lists,
    companions: await companionRows(sql, yaml),
  }));
  const parts = splitDocuments(yaml);
  if (parts.length !== 1) {
    return refusedAs({
      code: 'document.not_supported',
      detail: 'Write one document at a time',
      line: 1,
      column: 1,
    });
  }
  const document = readDocument(yaml, 'own.yml', lists);
  const refusal = document.refusal ?? reasonNotLinked(document, companions, lists);
  if (refusal !== null) return refusedAs(refusal);
  if (!document.hasSamples) return { document, samples: null };
  const task = { kind: 'samples', document: { id: 'own', kind: document.kind, yaml }, companions } as const;
  try {
    const samples = await runTask<'samples'>({ ...task, placeholders: lists }, limits.ruleTryMsMax);
    return samples !== null && samples.failures.length > 0 ? samplesFailed(samples) : { document, samples };
  } catch (error) {
    if (!(error instanceof ReadFailed)) throw error;
    return refuse('detection_rule.samples_failed', error.message);
  }
}

function reasonNotLinked(
  { kind, yaml }: RuleDocument,
  companions: readonly ActiveDocument[],
  placeholders: Placeholders,
): RuleRefusal | null {
  if (kind !== 'correlation') return null;
  const { refused } = compileDocuments([{ id: 'own', kind, yaml }, ...companions], { placeholders });
  const found = refused.find(({ id }) => id === 'own');
  return found === undefined
    ? null
    : { code: found.problem, detail: found.detail, line: found.line, column: found.column };
}

function refusedAs({ code, column, detail, line }: RuleRefusal) {
  const placed = line === null ? detail : `Line ${line}, column ${column ?? 1}: ${detail}`;
  const errors: Problem['errors'] = [{ pointer: '/yaml', code, detail: placed }];
  return refuse('detection_rule.refused', placed, errors);
}

function samplesFailed({ failures }: RuleSamplesResult) {
  const errors: NonNullable<Problem['errors']> = failures.map(({ detail, list, number }) => ({
    pointer: '/yaml',
    code: 'sample_failed',
    detail: `${list} ${number}: ${detail}`,
  }));
  return refuse('detection_rule.samples_failed', errors[0]?.detail ?? '', errors);
}

const subjectOf = (id: string, title: string) => ({ kind: 'detection_rule', id, reference: title });

const ownPath = (id: string) => `${id}.yml`;

async function insertOwn(changing: Changing, { document, samples }: Checked): Promise<string> {
  const { ids, now, record, sql } = changing;
  const setId = await onlySet(sql, 'own', { id: ids.uuid(), name: OWN_NAME, at: now });
  const id = ids.uuid();
  await insertRules(sql, [{ id, setId, document: { ...document, path: ownPath(id) }, samples }], now);
  await decideAnew(sql);
  record({
    event: 'detection_rule.added',
    subject: subjectOf(id, document.title),
    changes: changesBetween({}, { yaml: document.yaml }),
  });
  return id;
}

async function removeOwn(
  { now, record, sql }: Changing,
  rule: { id: string; title: string; yaml: string },
  reason?: string,
): Promise<void> {
  await removeRules(sql, [rule.id], now);
  await decideAnew(sql);
  record({
    event: 'detection_rule.removed',
    subject: subjectOf(rule.id, rule.title),
    changes: changesBetween({ yaml: rule.yaml }, { yaml: null }),
    reason,
  });
}

/**
 * Adds a document Belfry wrote for somebody to the rules of the house, in the transaction of what it is for.
 *
 * @returns its identifier in the library
 */
export async function addOwnDocument(
  changing: Changing,
  { yaml }: { readonly yaml: string },
): Promise<string> {
  await lockLibrary(changing.sql);
  const { lists } = await currentPlaceholders(changing.sql);
  const document = readDocument(yaml, 'own.yml', lists);
  if (document.refusal !== null) {
    throw new Error(`A document written here is refused: ${document.refusal.detail}`);
  }
  return insertOwn(changing, { document, samples: null });
}

/** Takes such a document out again; ended already is as good. */
export async function endOwnDocument(changing: Changing, ruleId: string): Promise<void> {
  await lockLibrary(changing.sql);
  const rule = await findOwn(changing.sql, ruleId);
  if (!isRefusal(rule)) await removeOwn(changing, rule);
}

async function findOwn(sql: Sql, id: string) {
  const rule = await sql
    .selectFrom('detection_rule')
    .innerJoin('rule_set', 'rule_set.id', 'detection_rule.rule_set_id')
    .select(['detection_rule.id', 'title', 'yaml', 'detection_rule.digest', 'rule_set.kind as set_kind'])
    .where('detection_rule.id', '=', id)
    .where('detection_rule.removed_at', 'is', null)
    .executeTakeFirst();
  if (rule === undefined) return refuse('detection_rule.not_found');
  return rule.set_kind === 'own' ? rule : refuse('detection_rule.not_own');
}

/** Own rules are found by their identifier: two that have one would stand for each other. */
async function reasonTaken(sql: Sql, sigmaId: string, exceptId: string | null) {
  const { rows } = await raw<{ title: string }>`
    SELECT title FROM detection_rule r JOIN rule_set s ON s.id = r.rule_set_id AND s.kind = 'own'
    WHERE r.removed_at IS NULL AND r.sigma_id = ${sigmaId} AND r.id IS DISTINCT FROM ${exceptId}::uuid`.execute(
    sql,
  );
  const [other] = rows;
  return other === undefined
    ? null
    : refuse('detection_rule.identifier_taken', `"${other.title}" has ${sigmaId}`);
}

async function countOwn(sql: Sql): Promise<number> {
  const { rows } = await raw<{ count: number }>`
    SELECT count(*)::integer AS count FROM detection_rule r JOIN rule_set s ON s.id = r.rule_set_id
    WHERE s.kind = 'own' AND r.removed_at IS NULL`.execute(sql);
  return rows[0]?.count ?? 0;
}

async function isActive(sql: Sql, id: string): Promise<boolean> {
  const row = await sql
    .selectFrom('detection_rule')
    .select('is_active')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.is_active === true;
}

export function ownRuleHandlers({ database }: { database: Database }): Handlers<Routes> {
  return {
    addOwnRule: async ({ actor, body }) => {
      const checked = await checkOwn(database, actor, body.yaml);
      if (isRefusal(checked)) return checked;
      return database.change(actor, async (changing) => {
        const { sql } = changing;
        await lockLibrary(sql);
        if ((await countOwn(sql)) >= limits.ownRulesMax) {
          return refuse('detection_rule.too_many', `There are ${limits.ownRulesMax}`);
        }
        const taken = await reasonTaken(sql, checked.document.sigmaId, null);
        if (taken !== null) return taken;
        const id = await insertOwn(changing, checked);
        return { id, isActive: await isActive(sql, id) };
      });
    },
    changeOwnRule: async ({ actor, body, params }) => {
      const checked = await checkOwn(database, actor, body.yaml);
      if (isRefusal(checked)) return checked;
      return database.change(actor, async ({ now, record, sql }) => {
        await lockLibrary(sql);
        const before = await findOwn(sql, params.id);
        if (isRefusal(before)) return before;
        if (before.digest !== body.basedOn) return refuse('detection_rule.changed_meanwhile');
        const { document, samples } = checked;
        const taken = await reasonTaken(sql, document.sigmaId, before.id);
        if (taken !== null) return taken;
        const changes = changesBetween({ yaml: before.yaml }, { yaml: document.yaml });
        if (changes.length > 0) {
          const placed = { ...document, path: ownPath(before.id) };
          await updateRule(sql, before.id, { document: placed, samples, at: now });
          await decideAnew(sql);
          record({ event: 'detection_rule.changed', subject: subjectOf(before.id, document.title), changes });
        }
        return { id: before.id, isActive: await isActive(sql, before.id) };
      });
    },
    removeOwnRule: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        await lockLibrary(changing.sql);
        const rule = await findOwn(changing.sql, params.id);
        if (isRefusal(rule)) return rule;
        await removeOwn(changing, rule, body.reason);
        return undefined;
      }),
  };
}
