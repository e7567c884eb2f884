// SPDX-License-Identifier: Apache-2.0
import { limits, type RuleSelectionLine, refuse, type ruleSelectionRoutes } from '@belfry/contract';
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
import {
  expandingRules,
  findPlaceholders,
  findSelection,
  insertPlaceholders,
  insertSelection,
  titlesOf,
} from './selection-store.ts';

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
        await insertSelection(sql, {
          version: before.version + 1,
          lines: body.lines,
          note: body.note,
          at: now,
          by: actor.id,
        });
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

/** What lines that are not saved would do to the rules there are. */
async function preview(sql: Sql, lines: readonly RuleSelectionLine[]) {
  const candidates = await readCandidates(sql);
  const before = decideAll(candidates, (await currentLines(sql)).lines);
  const after = decideAll(candidates, lines);
  const runs = (decisions: typeof before) => (id: string) => decisions.get(id)?.runs === true;
  const [ranBefore, runsAfter] = [runs(before), runs(after)];
  const ids = candidates.filter(({ isRefused }) => !isRefused).map(({ id }) => id);
  const turned = ids.filter((id) => ranBefore(id) !== runsAfter(id));
  const some = await titlesOf(sql, turned.slice(0, limits.ruleSelectionNamedMax));
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
      ...{ id, level, title },
      runs: runsAfter(id),
    })),
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
      await insertPlaceholders(sql, {
        version: before.version + 1,
        lists: body.lists,
        note: body.note,
        at: now,
        by: actor.id,
      });
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
  for (const { id, path, problem, yaml } of await expandingRules(sql)) {
    const document = readDocument(yaml, path, lists);
    if ((document.refusal?.code ?? null) === problem && problem !== null) continue;
    const samples = document.hasSamples ? runSamples({ id, kind: document.kind, yaml }, [], lists) : null;
    await updateRule(sql, id, { document, samples, at: now });
  }
}
