// SPDX-License-Identifier: Apache-2.0
import {
  limits,
  type PersonId,
  type RulePlaceholders,
  type RuleSelection,
  type RuleSelectionLine,
  refuse,
  type ruleSelectionRoutes,
} from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Database, Sql } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import {
  currentLines,
  currentPlaceholders,
  decideAnew,
  lockLibrary,
  readCandidates,
  updateRule,
} from './library-store.ts';
import { readDocument } from './rule-document.ts';
import { runSamples } from './rule-samples.ts';
import { decideAll } from './selection.ts';

const SAMPLES_MAX = 50;

/** The selection and the placeholders are one of each: their entries in the record are about these. */
const selectionSubject = { kind: 'rule_selection', id: '1', reference: 'rule selection' };
const placeholdersSubject = { kind: 'rule_placeholders', id: '1', reference: 'placeholders' };

export function ruleSelectionHandlers({
  database,
}: {
  database: Database;
}): Handlers<typeof ruleSelectionRoutes> {
  return {
    readRuleSelection: ({ actor, query }) =>
      database.read(
        actor,
        async ({ sql }) => (await findSelection(sql, query.version)) ?? refuse('rule_selection.not_found'),
      ),
    saveRuleSelection: ({ actor, body }) =>
      database.change(actor, async ({ now, record, sql }) => {
        await lockLibrary(sql);
        const before = await currentLines(sql);
        if (before.version !== body.basedOn) {
          return refuse('rule_selection.changed_meanwhile', `Version ${before.version} works now`);
        }
        await sql
          .insertInto('rule_selection')
          .values({
            version: before.version + 1,
            lines: JSON.stringify(body.lines),
            note: body.note ?? null,
            saved_at: now,
            saved_by: actor.id,
          })
          .execute();
        await decideAnew(sql);
        record({
          event: 'rule_selection.saved',
          subject: selectionSubject,
          changes: changesBetween(
            { version: before.version, lines: before.lines },
            { version: before.version + 1, lines: body.lines },
          ),
          reason: body.note,
        });
        return (await findSelection(sql, undefined)) ?? refuse('rule_selection.changed_meanwhile');
      }),
    previewRuleSelection: ({ actor, body }) => database.read(actor, ({ sql }) => preview(sql, body.lines)),
    readPlaceholders: ({ actor }) => database.read(actor, ({ sql }) => findPlaceholders(sql)),
    savePlaceholders: savePlaceholders(database),
  };
}

async function findSelection(sql: Sql, version: number | undefined): Promise<RuleSelection | null> {
  const { version: newest } = await currentLines(sql);
  const row = await sql
    .selectFrom('rule_selection')
    .leftJoin('person', 'person.id', 'rule_selection.saved_by')
    .select(['version', 'lines', 'note', 'saved_at', 'saved_by', 'person.name'])
    .where('version', '=', version ?? newest)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    version: row.version,
    lines: row.lines as unknown as RuleSelectionLine[],
    note: row.note,
    savedAt: row.saved_at.toISOString(),
    savedBy: row.saved_by === null ? null : { id: row.saved_by as PersonId, name: row.name ?? '' },
    newest,
  };
}

/** What lines that are not saved would do to the rules there are. */
async function preview(sql: Sql, lines: readonly RuleSelectionLine[]) {
  const candidates = await readCandidates(sql);
  const before = decideAll(candidates, (await currentLines(sql)).lines);
  const after = decideAll(candidates, lines);
  const runs = (decisions: typeof before) => (id: string) => decisions.get(id)?.runs === true;
  const [ranBefore, runsAfter] = [runs(before), runs(after)];
  const ids = candidates.filter(({ isRefused }) => !isRefused).map(({ id }) => id);
  const turned = ids.filter((id) => ranBefore(id) !== runsAfter(id));
  const some = await sql
    .selectFrom('detection_rule')
    .select(['id', 'title', 'level'])
    .where(
      'id',
      'in',
      turned.length === 0 ? ['00000000-0000-0000-0000-000000000000'] : turned.slice(0, SAMPLES_MAX),
    )
    .orderBy('title')
    .execute();
  const decided = ids.map((id) => after.get(id));
  return {
    total: ids.length,
    before: ids.filter(ranBefore).length,
    after: ids.filter(runsAfter).length,
    turnedOn: turned.filter(runsAfter).length,
    turnedOff: turned.filter(ranBefore).length,
    perLine: lines.map((_line, index) => decided.filter((each) => each?.line === index).length),
    unmatched: decided.filter((each) => each?.by === 'selection' && each.line === null).length,
    samples: some.map(({ id, level, title }) => ({
      ...{ id, title, runs: runsAfter(id) },
      level: level as Candidate['level'],
    })),
  };
}
type Candidate = Awaited<ReturnType<typeof readCandidates>>[number];

async function findPlaceholders(sql: Sql): Promise<RulePlaceholders> {
  const row = await sql
    .selectFrom('rule_placeholders')
    .innerJoin('person', 'person.id', 'rule_placeholders.saved_by')
    .select(['version', 'lists', 'note', 'saved_at', 'saved_by', 'person.name'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  // In a rule, a word between two percent signs counts only under a field that expands it.
  const { rows: wanted } = await raw<{ name: string; rules: number }>`
    SELECT found[1] AS name, count(DISTINCT r.id)::integer AS rules
    FROM detection_rule r, regexp_matches(r.yaml, '%([A-Za-z0-9_.-]+)%', 'g') AS found
    WHERE r.removed_at IS NULL AND r.yaml LIKE '%|expand%' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limits.placeholdersMax}`.execute(
    sql,
  );
  return {
    version: row?.version ?? 0,
    lists: (row?.lists ?? {}) as RulePlaceholders['lists'],
    note: row?.note ?? null,
    savedAt: row?.saved_at.toISOString() ?? null,
    savedBy: row === undefined ? null : { id: row.saved_by as PersonId, name: row.name },
    wanted,
  };
}

function savePlaceholders(database: Database): Handler<typeof ruleSelectionRoutes.savePlaceholders> {
  return ({ actor, body }) =>
    database.change(actor, async ({ now, record, sql }) => {
      await lockLibrary(sql);
      const before = await currentPlaceholders(sql);
      if (before.version !== body.basedOn) {
        return refuse('rule_placeholders.changed_meanwhile', `Version ${before.version} works now`);
      }
      if (Object.keys(body.lists).length > limits.placeholdersMax) {
        return refuse('rule_placeholders.too_many', `There may be ${limits.placeholdersMax}`);
      }
      await sql
        .insertInto('rule_placeholders')
        .values({
          version: before.version + 1,
          lists: JSON.stringify(body.lists),
          note: body.note ?? null,
          saved_at: now,
          saved_by: actor.id,
        })
        .execute();
      await readExpanding(sql, body.lists, now);
      await decideAnew(sql);
      record({
        event: 'rule_placeholders.saved',
        subject: placeholdersSubject,
        changes: changesBetween({ ...before.lists }, { ...gone(before.lists), ...body.lists }),
        reason: body.note,
      });
      return findPlaceholders(sql);
    });
}

/** Names that are left out are told as gone. */
const gone = (lists: object) => Object.fromEntries(Object.keys(lists).map((name) => [name, null]));

/** Reads the rules anew that expand placeholders: what was refused for want of a value runs now, and the other way. */
async function readExpanding(
  sql: Sql,
  lists: Readonly<Record<string, readonly string[]>>,
  now: Date,
): Promise<void> {
  const { rows } = await raw<{
    id: string;
    path: string;
    kind: 'rule';
    yaml: string;
    problem: string | null;
  }>`
    SELECT id, path, kind, yaml, problem FROM detection_rule
    WHERE removed_at IS NULL AND yaml LIKE '%|expand%'`.execute(sql);
  for (const { id, path, problem, yaml } of rows) {
    const document = readDocument(yaml, path, lists);
    if ((document.refusal?.code ?? null) === problem && problem !== null) continue;
    const samples = document.hasSamples ? runSamples({ id, kind: document.kind, yaml }, [], lists) : null;
    await updateRule(sql, id, { document, samples, at: now });
  }
}
