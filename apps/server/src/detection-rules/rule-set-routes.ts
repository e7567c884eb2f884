// SPDX-License-Identifier: Apache-2.0
import path from 'node:path';
import { limits, type Refusal, refuse, type ruleSetRoutes } from '@belfry/contract';
import type { FastifyRequest } from 'fastify';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { insertImport, keptRules } from './import-store.ts';
import { decideAnew, lockLibrary, removeRules } from './library-store.ts';
import { lookAt, ReadFailed } from './rule-files.ts';
import { endSet, insertSet, listSets, lockSet, namesOfSets, updateSet } from './rule-set-store.ts';

type Routes = Pick<
  typeof ruleSetRoutes,
  'listRuleSets' | 'addRulePath' | 'uploadRules' | 'lookAtRulePath' | 'changeRuleSet' | 'removeRuleSet'
>;

export interface RuleSetParts {
  readonly database: Database;
  readonly ruleFolders: readonly string[];
}

export function ruleSetHandlers(parts: RuleSetParts): Handlers<Routes> {
  const { database, ruleFolders } = parts;
  return {
    listRuleSets: ({ actor }) =>
      database.read(actor, async ({ sql }) => ({ items: await listSets(sql), folders: [...ruleFolders] })),
    addRulePath: addPath(parts),
    uploadRules: async ({ actor, request }) => {
      const upload = await readUpload(request);
      return 'refused' in upload
        ? upload
        : database.change(actor, (changing) => takeUpload(changing, actor, upload));
    },
    lookAtRulePath: ({ actor, params }) =>
      database.change(actor, async ({ ids, now, sql }) => {
        const set = await lockSet(sql, params.id);
        if (set === undefined) return refuse('rule_set.not_found');
        if (set.path === null) return refuse('rule_set.path_not_allowed', 'It is no folder');
        const id = ids.uuid();
        await insertImport(sql, { id, setId: set.id, at: now, by: actor.id });
        return { import: id, set: set.id };
      }),
    changeRuleSet: changeSet(database),
    removeRuleSet: ({ actor, body, params }) =>
      database.change(actor, async ({ now, record, sql }) => {
        await lockLibrary(sql);
        const set = await lockSet(sql, params.id);
        if (set === undefined) return refuse('rule_set.not_found');
        if (set.kind === 'shipped' || set.kind === 'own') return refuse('rule_set.not_changeable');
        const rules = await keptRules(sql, set.id);
        await removeRules(
          sql,
          rules.map(({ id }) => id),
          now,
        );
        await endSet(sql, set.id, { at: now, by: actor.id });
        await decideAnew(sql);
        record({
          event: 'rule_set.removed',
          subject: subjectOf(set),
          changes: changesBetween(
            { documents: rules.length, digest: set.digest },
            { documents: 0, digest: null },
          ),
          reason: body.reason,
        });
        return undefined;
      }),
  };
}

const subjectOf = ({ id, name }: { id: string; name: string }) => ({ kind: 'rule_set', id, reference: name });

async function reasonNoSet(
  sql: Sql,
  name: string,
  exceptId: string | null = null,
): Promise<Refusal<'rule_set.exists' | 'rule_set.too_many'> | null> {
  const sets = await namesOfSets(sql);
  if (sets.some((set) => set.id !== exceptId && set.name.toLowerCase() === name.toLowerCase())) {
    return refuse('rule_set.exists', `A set is called "${name}"`);
  }
  return exceptId === null && sets.length >= limits.ruleSetsMax
    ? refuse('rule_set.too_many', `There are ${sets.length}`)
    : null;
}

function addPath({ database, ruleFolders }: RuleSetParts): Handler<Routes['addRulePath']> {
  return async ({ actor, body }) => {
    if (!path.isAbsolute(body.path))
      return refuse('rule_set.path_not_allowed', 'Write the whole path, from the root');
    const folder = path.normalize(body.path);
    try {
      await lookAt(folder, ruleFolders);
    } catch (error) {
      if (!(error instanceof ReadFailed)) throw error;
      // What is wrong with other folders of the machine is nobody's business here.
      if (error.code !== 'path.changing') return refuse('rule_set.path_not_allowed');
    }
    return database.change(actor, async ({ ids, now, record, sql }) => {
      await lockLibrary(sql);
      const wrong = await reasonNoSet(sql, body.name);
      if (wrong !== null) return wrong;
      const set = { id: ids.uuid(), name: body.name };
      await insertSet(sql, { ...set, kind: 'path', path: folder, isWatched: body.isWatched, at: now });
      record({
        event: 'rule_set.added',
        subject: subjectOf(set),
        changes: changesBetween(
          {},
          { kind: 'path', name: set.name, path: folder, isWatched: body.isWatched },
        ),
      });
      const id = ids.uuid();
      await insertImport(sql, { id, setId: set.id, at: now, by: actor.id });
      return { import: id, set: set.id };
    });
  };
}

interface Upload {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly name: string | undefined;
  readonly set: string | undefined;
}

/** Reads the one file of an upload and the fields before it; larger than it may be, nothing of it is kept. */
async function readUpload(
  request: FastifyRequest,
): Promise<Upload | Refusal<'request.media_type_unknown' | 'request.too_large' | 'request.not_valid'>> {
  if (!request.isMultipart()) return refuse('request.media_type_unknown', 'Send multipart/form-data');
  const fields: Record<string, string> = Object.create(null);
  let file: { bytes: Uint8Array; fileName: string } | null = null;
  for await (const part of request.parts({ limits: { fileSize: limits.ruleUploadBytesMax } })) {
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value);
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of part.file) chunks.push(chunk as Buffer);
    if (part.file.truncated) {
      return refuse('request.too_large', `A file of rules may have ${limits.ruleUploadBytesMax} bytes`);
    }
    if (file !== null) return refuse('request.not_valid', 'Send one file');
    file = {
      bytes: Buffer.concat(chunks),
      fileName: (part.filename ?? '').replaceAll('\0', '').slice(0, 200),
    };
  }
  if (file === null || file.bytes.length === 0)
    return refuse('request.not_valid', 'There is no file in the request');
  const name = fields['name']?.trim();
  if (
    name !== undefined &&
    (name === '' || name.length > limits.ruleSetNameCharactersMax || /\p{Cc}/u.test(name))
  ) {
    return refuse('request.not_valid', 'The name of a set has 1 to 120 characters');
  }
  const { set } = fields;
  if (set !== undefined && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(set)) {
    return refuse('request.not_valid', '"set" is the identifier of a set');
  }
  return { ...file, name, set };
}

async function takeUpload({ ids, now, record, sql }: Changing, actor: PersonActor, upload: Upload) {
  await lockLibrary(sql);
  let setId: string;
  if (upload.set === undefined) {
    const name = (upload.name ?? (upload.fileName.replace(/\.\w+$/, '') || 'Upload')).slice(
      0,
      limits.ruleSetNameCharactersMax,
    );
    const wrong = await reasonNoSet(sql, name);
    if (wrong !== null) return wrong;
    setId = ids.uuid();
    await insertSet(sql, { id: setId, kind: 'upload', name, path: null, isWatched: false, at: now });
    record({
      event: 'rule_set.added',
      subject: subjectOf({ id: setId, name }),
      changes: changesBetween({}, { kind: 'upload', name }),
    });
  } else {
    const set = await lockSet(sql, upload.set);
    if (set?.kind !== 'upload')
      return refuse('rule_set.not_found', 'No set that was handed in has this identifier');
    setId = set.id;
  }
  const id = ids.uuid();
  const { bytes, fileName } = upload;
  await insertImport(sql, { id, setId, at: now, by: actor.id, upload: { bytes, name: fileName } });
  return { import: id, set: setId };
}

function changeSet(database: Database): Handler<Routes['changeRuleSet']> {
  return ({ actor, body, params }) =>
    database.change(actor, async ({ record, sql }) => {
      await lockLibrary(sql);
      const set = await lockSet(sql, params.id);
      if (set === undefined) return refuse('rule_set.not_found');
      const isFolder = set.kind === 'path';
      if (set.kind === 'shipped' || set.kind === 'own' || (body.isWatched === true && !isFolder)) {
        return refuse('rule_set.not_changeable');
      }
      const after = { name: body.name ?? set.name, isWatched: body.isWatched ?? set.is_watched };
      const wrong = await reasonNoSet(sql, after.name, set.id);
      if (wrong?.refused === 'rule_set.exists') return refuse('rule_set.exists', wrong.detail);
      const changes = changesBetween({ name: set.name, isWatched: set.is_watched }, after);
      if (changes.length === 0) return { id: set.id };
      await updateSet(sql, set.id, after);
      record({ event: 'rule_set.changed', subject: subjectOf({ id: set.id, name: after.name }), changes });
      return { id: set.id };
    });
}
