// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { it } from 'node:test';
import { limits } from '@belfry/contract';
import { aDesk, FormVisitor } from '../../test/form-visitor.ts';
import { openDiskFileStore } from '../platform/files/disk-file-store.ts';
import { forgetDrafts } from './forget-drafts.ts';

const digest = (content: string) => createHash('sha256').update(content).digest('hex');

it('forgetDrafts() removes what nobody sent with its files, and spares what a report needs', async (t) => {
  const { clock, desk } = await aDesk(t);
  const sender = new FormVisitor(desk);
  await sender.fillIn({ happened: 'Sent', files: [{ name: 'a.txt', content: 'needed' }] });
  clock.pass(60_000);
  await sender.post({});
  const leaver = new FormVisitor(desk);
  const files = [
    { name: 'b.txt', content: 'needed' },
    { name: 'c.txt', content: 'only in the draft' },
  ];
  await leaver.fillIn({ happened: 'Left alone', files });
  const store = await openDiskFileStore(path.join(desk.dataDir, 'files'));
  await forgetDrafts({ database: desk.database, files: store, clock });
  assert.equal((await desk.query('SELECT 1 FROM report_draft')).length, 1, 'not expired yet');
  // Contents carry the time of the machine, so the clock of the test goes past it.
  clock.pass(Date.now() - clock.now().getTime() + 2 * limits.reportDraftAgeMsMax);
  await forgetDrafts({ database: desk.database, files: store, clock });
  assert.deepEqual(
    await desk.query('SELECT 1 FROM report_draft UNION ALL SELECT 1 FROM report_draft_file'),
    [],
  );
  assert.equal((await store.open(digest('needed'))).sizeBytes, 6);
  await assert.rejects(store.open(digest('only in the draft')), { code: 'files.missing' });
  await leaver.go(leaver.at);
  assert.match(leaver.text, /no longer here/);
});
