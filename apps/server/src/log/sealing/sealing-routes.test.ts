// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { isFault, openTlogProof, parseTlogProof } from '@belfry/ledger';
import Fastify from 'fastify';
import { someEntries } from '../../../test/log-entries.ts';
import { openTestSealing } from '../../../test/sealing.ts';
import type { EntryAnswer, KeysAnswer } from '../entry-shapes.ts';
import { serveSealed } from './sealing-routes.ts';
import { verifierOf } from './signing-keys.ts';

const NAME = 'technical-2026';

test('/inside/entry gives the line of the segment and a proof that holds with the keys beside it', async (t) => {
  const tested = openTestSealing(t);
  const sealer = await tested.open();
  await sealer.take(someEntries(1, 300));
  await sealer.publishAll();
  sealer.close();
  const app = Fastify();
  t.after(() => app.close());
  serveSealed(app, {
    logDir: path.join(tested.root, 'log'),
    keysDir: path.join(tested.root, 'keys'),
    sealing: {
      state: { sealedSeq: 300, publishedAt: null, logs: [] },
      onPublished: () => () => undefined,
      cosigned: () => undefined,
      stop: async () => undefined,
    },
    witnesses: [],
  });
  const ask = (url: string, body: object) => app.inject({ method: 'POST', url, payload: body });
  const entry: EntryAnswer = (await ask('/inside/entry', { log: NAME, index: 255 })).json();
  const proof = parseTlogProof(entry.proofs[0]?.content ?? '');
  assert.ok(!isFault(proof));
  const verifiers = entry.vkeys.flatMap((vkey) => verifierOf(vkey) ?? []);
  const opened = await openTlogProof(proof, Buffer.from(entry.line), `log.example.org/${NAME}`, verifiers);
  assert.ok(!isFault(opened));
  assert.deepEqual(
    [opened.index, opened.checkpoint.size, opened.checkpoint.note.verified.length],
    [255, 300, 2],
  );
  assert.equal((await ask('/inside/entry', { log: NAME, index: 300 })).statusCode, 404);
  assert.equal((await ask('/inside/entry', { log: '../keys', index: 0 })).statusCode, 400);
  const keys: KeysAnswer = (await ask('/inside/keys', {})).json();
  assert.deepEqual(keys.items, [{ log: NAME, vkeys: entry.vkeys }]);
  const state: { logs: { log: string; size: number }[] } = (await ask('/inside/state', {})).json();
  assert.deepEqual(
    state.logs.map(({ log, size }) => [log, size]),
    [[NAME, 300]],
  );
});
