// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { aMail, openMailDesk } from '../../test/mail-desk.ts';
import { noHooks } from '../incidents/incident-hooks.ts';
import { declare } from '../incidents/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';

// Danger: who follows a file through the record misses those that came by mail, because they are named otherwise.
it('incidentGainsFiles() records the file of a mail as the attachment it becomes', async (t) => {
  const desk = await openMailDesk(t);
  const box = await desk.mailbox();
  const incident = await desk.database.change(systemActor('test'), (changing) =>
    declare(changing, { title: 'Phishing' }, noHooks),
  );
  assert.ok(!isRefusal(incident));
  const to = desk.addresses.of(box.address, { kind: 'incident', id: incident.id }) ?? '';
  await desk.arrive(aMail({ to }), box, { to: [to] });
  await desk.work();
  const [attachment] = await desk.query<{ id: string; name: string; sha256: string }>(
    'SELECT id, name, sha256 FROM attachment WHERE incident_id = $1',
    [incident.id],
  );
  const [entry] = await desk.query<{ canonical: string }>(
    "SELECT canonical FROM outbox WHERE event = 'incident.file_added'",
  );
  const { changes, subject } = JSON.parse(entry?.canonical ?? '') as {
    subject: { kind: string; id: string };
    changes: { field: string }[];
  };
  assert.deepEqual([subject.kind, subject.id], ['attachment', attachment?.id]);
  assert.deepEqual(changes.map(({ field }) => field).sort(), ['sha256', 'sizeBytes']);
});
