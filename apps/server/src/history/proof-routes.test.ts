// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type CheckSignature,
  ed25519Verifier,
  isFault,
  openTlogProof,
  parseTlogProof,
  parseVkey,
  utf8Bytes,
} from '@belfry/ledger';
import { openTestDesk, type Somebody } from '../../test/desk.ts';
import { openTestLog } from '../../test/log.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { createLogLink, type LogAddress } from '../platform/log-link/log-link.ts';

/** A desk with a real log beside it. */
async function aDeskWithLog(t: TestContext) {
  let address: LogAddress | null = null;
  const desk = await openTestDesk(t, { log: createLogLink(() => address) });
  const log = await openTestLog(t, { opened: desk });
  address = log.link.address;
  return desk;
}

const check: CheckSignature = async (publicKey, message, signature) => {
  const key = await crypto.subtle.importKey('raw', publicKey as Uint8Array<ArrayBuffer>, 'Ed25519', false, [
    'verify',
  ]);
  return crypto.subtle.verify(
    'Ed25519',
    key,
    signature as Uint8Array<ArrayBuffer>,
    message as Uint8Array<ArrayBuffer>,
  );
};

async function untilSealed(api: Somebody['api'], position: number): Promise<void> {
  for (let waited = 0; waited < 240_000; waited += 100) {
    if (((await api.readRecordSeal({ query: {} })).position ?? 0) >= position) return;
    await delay(100);
  }
  assert.fail(`position ${position} was not sealed within 30 s`);
}

test('readHistoryProof() proves what the timeline shows, in the bytes that were recorded', async (t) => {
  const desk = await aDeskWithLog(t);
  const { api } = await desk.as('handler');
  const { reference } = await api.declareIncident({ body: { title: 'Ransomware' } });
  const written = await api.writeTimelineEntry({
    params: { reference },
    body: { text: 'Seen at the gate: “é”' },
  });
  await untilSealed(api, written.position);
  const { entry, lines } = await api.readHistoryProof({ params: { position: written.position } });
  assert.deepEqual(entry, written);
  const [line] = lines;
  assert.ok(line !== undefined && lines.length === 1);
  const [row] = await desk.query<{ canonical: string }>('SELECT canonical FROM outbox WHERE position = $1', [
    written.position,
  ]);
  assert.equal((JSON.parse(line.line) as { raw: string }).raw, row?.canonical);
  const proof = parseTlogProof(line.proofs[0]?.content ?? '');
  const key = parseVkey(line.vkeys[0] ?? '');
  assert.ok(!isFault(proof) && !isFault(key));
  const proven = await openTlogProof(proof, utf8Bytes(line.line), key.name, [ed25519Verifier(key, check)]);
  assert.ok(!isFault(proven), JSON.stringify(proven));
  const { incident } = await api.readRecordSeal({ query: { incident: reference } });
  assert.deepEqual(incident, { count: 2, sealed: 2 });
});

// Danger: the proof of an entry is a way around the wall that hides the entry.
test('readHistoryProof() knows no entry of an incident that the caller may not see', async (t) => {
  const desk = await aDeskWithLog(t);
  const insider = await desk.another('In Sider', 'handler');
  const { reference } = await insider.api.declareIncident({ body: { title: 'Zwaluw', restricted: true } });
  const secret = await insider.api.writeTimelineEntry({ params: { reference }, body: { text: 'Zwaluw' } });
  await untilSealed(insider.api, secret.position);
  const params = { position: secret.position };
  assert.equal((await insider.api.readHistoryProof({ params })).lines.length, 1);
  for (const roles of [['auditor'], ['administrator', 'handler'], ['log_owner']] as const) {
    const { api } = await desk.another(`Out ${roles[0]}`, ...(roles as unknown as ['auditor']));
    await assert.rejects(api.readHistoryProof({ params }), refusesWith('history.entry_not_found'));
    await assert.rejects(
      api.readRecordSeal({ query: { incident: reference } }),
      refusesWith('incident.not_found'),
    );
  }
});

test('readHistoryProof() says so when no log runs', async (t) => {
  const desk = await openTestDesk(t);
  const { api } = await desk.as('handler');
  const { reference } = await api.declareIncident({ body: { title: 'Ransomware' } });
  const { position } = await api.writeTimelineEntry({ params: { reference }, body: { text: 'A note' } });
  await assert.rejects(api.readHistoryProof({ params: { position } }), refusesWith('log.not_running'));
});
