// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openTestDesk, type Somebody, type TestDesk } from '../../test/desk.ts';
import { openTestLog } from '../../test/log.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { verifyPath, vkeysIn } from '../log/verify/index.ts';
import { createLogLink, type LogAddress } from '../platform/log-link/log-link.ts';

const CONTENT = { indicators_of_compromise: { value: '203.0.113.7 10.0.0.1', isEstimate: false } };

/** A notification as approval leaves it, or as a draft. */
async function aNotification(desk: TestDesk, incident: string, approvedBy: string | null): Promise<string> {
  const reference = `NOT-2026-${String(Math.floor(Number(`0x${randomUUID().slice(0, 7)}`))).padStart(4, '0')}`;
  const isApproved = approvedBy !== null;
  await desk.query(
    `INSERT INTO notification (id, reference, incident_id, regime_id, stage_id, occurrence, state, language, tlp, content,
       begun_at, changed_at, approved_at, approved_by, approved_digest)
     SELECT $1, $2, i.id, 'nis2-be', 'notification', 1, $3, 'nl', 'TLP:AMBER', $4, now(), now(), $5, $6, $7
     FROM incident i WHERE i.reference = $8`,
    [
      ...[randomUUID(), reference, isApproved ? 'approved' : 'draft', JSON.stringify(CONTENT)],
      ...[isApproved ? new Date() : null, approvedBy, isApproved ? 'a1'.repeat(32) : null, incident],
    ],
  );
  return reference;
}

async function untilMade(api: Somebody['api'], notification: string) {
  for (let waited = 0; waited < 240_000; waited += 100) {
    const { items } = await api.listDocuments({ query: { notification } });
    if (items.length > 0) return items;
    await delay(100);
  }
  throw new Error('Expected documents within 60 s and found none');
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('what is approved is printed by itself, once, and downloads as exactly those bytes', async (t) => {
  const desk = await openTestDesk(t);
  const approver = await desk.as('organisation_responsible');
  const { api, inject } = await desk.as('handler');
  const { reference: incident } = await api.declareIncident({ body: { title: 'Ransomware' } });
  const notification = await aNotification(desk, incident, approver.id);
  const made = await untilMade(api, notification);
  assert.deepEqual(made.map(({ format }) => format).sort(), ['iodef_json', 'pdf', 'stix_json']);
  assert.deepEqual(made.find(({ format }) => format === 'stix_json')?.leftOut, [
    '10.0.0.1 (internal_address)',
  ]);
  for (const { id, isFinal, sha256: digest } of made) {
    const answer = await inject({ method: 'GET', url: `/api/v1/documents/${id}/content` });
    assert.equal(sha256(answer.rawPayload), digest);
    assert.ok(isFinal);
    assert.match(String(answer.headers['content-disposition']), /^attachment; filename="NOT-2026-/);
    assert.equal(answer.headers['content-type'], 'application/octet-stream');
    assert.match(String(answer.headers['content-security-policy']), /sandbox/);
  }
  const again = await api.draftDocument({ params: { notification } });
  assert.deepEqual(
    again.items.map(({ id }) => id).sort(),
    made.map(({ id }) => id).sort(),
    'nothing is made twice',
  );
  const { items } = await api.readTimeline({ params: { reference: incident }, query: {} });
  const told = items.filter(({ kind }) => kind === 'document.made');
  assert.equal(told.length, 3);
  assert.ok(
    told.every(({ changes }) =>
      changes?.some(({ field, to }) => field === 'sha256' && made.some((one) => one.sha256 === to)),
    ),
  );
});

// Danger: a draft that looks like what was approved.
test('draftDocument() prints a draft as one, for nobody who may not see the incident', async (t) => {
  const desk = await openTestDesk(t);
  const insider = await desk.another('In Sider', 'handler');
  const { reference: incident } = await insider.api.declareIncident({
    body: { title: 'Zwaluw', restricted: true },
  });
  const notification = await aNotification(desk, incident, null);
  const { items } = await insider.api.draftDocument({ params: { notification } });
  const [draft] = items;
  assert.ok(draft !== undefined && items.length === 1 && !draft.isFinal && draft.name.endsWith('-draft.pdf'));
  for (const role of ['auditor', 'handler', 'organisation_responsible'] as const) {
    const outsider = await desk.another(`Out ${role}`, role);
    const params = { document: draft.id };
    assert.deepEqual((await outsider.api.listDocuments({ query: { notification } })).items, []);
    await assert.rejects(outsider.api.readDocument({ params }), refusesWith('document.not_found'));
    await assert.rejects(outsider.api.proveDocument({ params }), refusesWith('document.not_found'));
    const answer = await outsider.inject({ method: 'GET', url: `/api/v1/documents/${draft.id}/content` });
    assert.equal(answer.statusCode, 404);
  }
  const reader = await desk.as('auditor');
  await assert.rejects(
    reader.api.draftDocument({ params: { notification } }),
    refusesWith('permission.missing'),
  );
});

/** The line and its proof, as somebody who downloaded them has them. */
async function verified(t: TestContext, line: string, proof: string, vkeys: readonly string[]) {
  const directory = await mkdtemp(path.join(tmpdir(), 'belfry-proof-'));
  t.after(() => rm(directory, { recursive: true }));
  await writeFile(path.join(directory, 'a.line'), line);
  await writeFile(path.join(directory, 'a.tlog-proof'), proof);
  const logKeys = vkeysIn(vkeys.join('\n'));
  const report = await verifyPath(path.join(directory, 'a.tlog-proof'), {
    ...{ logKeys, witnesses: [], authorities: [], pinned: [] },
    entry: path.join(directory, 'a.line'),
  });
  return report.logs[0]?.report.verdict;
}

// Danger: a document that is written afterwards passes for one that was there.
test('proveDocument() gives what `belfry verify` takes: a sealed line that names the digest', async (t) => {
  let address: LogAddress | null = null;
  const desk = await openTestDesk(t, { log: createLogLink(() => address) });
  const log = await openTestLog(t, { opened: desk });
  address = log.link.address;
  const approver = await desk.as('organisation_responsible');
  const { api } = await desk.as('handler');
  const { reference: incident } = await api.declareIncident({ body: { title: 'Ransomware' } });
  const [made] = await untilMade(api, await aNotification(desk, incident, approver.id));
  const params = { document: made?.id ?? '' };
  let proof = await api.proveDocument({ params });
  for (let waited = 0; waited < 240_000 && proof.lines.length === 0; waited += 100) {
    await delay(100);
    proof = await api.proveDocument({ params });
  }
  const [line] = proof.lines;
  assert.ok(line !== undefined);
  assert.ok(line.line.includes(made?.sha256 ?? 'none'), 'the sealed line names the digest');
  const content = line.proofs[0]?.content ?? '';
  assert.equal(await verified(t, line.line, content, line.vkeys), 'unanchored');
  const forged = line.line.replace(made?.sha256 ?? '', 'b'.repeat(64));
  assert.equal(await verified(t, forged, content, line.vkeys), 'altered');
});
