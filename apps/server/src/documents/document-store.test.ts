// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { entryOf, findDocument } from './document-store.ts';
import { makeDocument } from './make-document.ts';

test('findDocument() tells a document of a period to those who read reports, and to nobody else', async (t) => {
  const desk = await openTestDesk(t);
  const id = await desk.database.change(systemActor('test'), (changing) =>
    makeDocument(
      changing,
      {
        ...{ kind: 'management_report', format: 'pdf', name: 'report.pdf', language: 'nl', tlp: 'TLP:RED' },
        ...{ isFinal: true, leftOut: ['10.0.0.1'], file: { sha256: 'ab'.repeat(32), sizeBytes: 7 } },
      },
      { incident: null },
    ),
  );
  assert.ok(id !== null);
  const found = await desk.database.read(systemActor('test'), ({ sql }) => findDocument(sql, id));
  assert.deepEqual([found?.name, found?.incident, found?.leftOut], ['report.pdf', null, ['10.0.0.1']]);
  const entry = await desk.database.read(systemActor('test'), ({ sql }) => entryOf(sql, id));
  assert.ok((entry?.position ?? 0) > 0);
  const reader = await desk.as('organisation_responsible');
  assert.equal((await reader.api.readDocument({ params: { document: id } })).tlp, 'TLP:RED');
  const other = await desk.as('handler');
  assert.deepEqual((await other.api.listDocuments({})).items, []);
  const none = await desk.database.read(systemActor('test'), ({ sql }) => findDocument(sql, randomUUID()));
  assert.equal(none, undefined);
});
