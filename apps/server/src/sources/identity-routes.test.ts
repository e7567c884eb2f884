// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openSourceDesk, refusedWith } from '../../test/sources.ts';
import { tokenHash } from '../log/index.ts';

describe('how a source is known', () => {
  it('makeSourceToken() shows a token once, keeps its hash, and several work beside each other', async (t) => {
    const { api, desk, eventsOf } = await openSourceDesk(t);
    const { id } = await api.addSource({ body: { name: 'app' } });
    const params = { id };
    const first = await api.makeSourceToken({ params, body: { label: 'old' } });
    const second = await api.makeSourceToken({ params, body: { label: 'new' } });
    const kept = await desk.query('SELECT value FROM log_source_identity ORDER BY created_at, label DESC');
    assert.deepEqual(
      kept.map((row) => row['value']).sort(),
      [tokenHash(first.token), tokenHash(second.token)].sort(),
    );
    assert.doesNotMatch(JSON.stringify(await desk.query('SELECT * FROM outbox')), new RegExp(first.token));
    const old = first.source.identities[0]?.id ?? assert.fail();
    const left = await api.endSourceIdentity({ params: { id, identity: old }, body: {} });
    assert.deepEqual(
      left.identities.map(({ endedAt, label, value }) => [label, value, endedAt === null]),
      [
        ['new', null, true],
        ['old', null, false],
      ],
    );
    const again = api.endSourceIdentity({ params: { id, identity: old }, body: {} });
    await assert.rejects(again, refusedWith('source.identity_not_found'));
    assert.deepEqual((await eventsOf()).slice(1), [
      'source.token_made',
      'source.token_made',
      'source.token_revoked',
    ]);
  });

  it('addSourceIdentity() knows one spelling, and takes nothing that is another source’s', async (t) => {
    const { api } = await openSourceDesk(t);
    const a = await api.addSource({ body: { name: 'a' } });
    const b = await api.addSource({ body: { name: 'b' } });
    const know = (id: string, kind: 'address' | 'certificate', value: string) =>
      api.addSourceIdentity({ params: { id }, body: { kind, value } });
    const known = await know(a.id, 'address', '::ffff:192.0.2.7');
    assert.equal(known.identities[0]?.value, '192.0.2.7');
    await assert.rejects(know(b.id, 'address', '192.0.2.7'), refusedWith('source.identity_taken'));
    await assert.rejects(know(b.id, 'address', '192.0.2.0/33'), refusedWith('request.not_valid'));
    const colons = Array.from({ length: 32 }, () => 'AB').join(':');
    const certified = await know(b.id, 'certificate', colons);
    assert.equal(certified.identities[0]?.value, `sha256:${'ab'.repeat(32)}`);
    await assert.rejects(know(b.id, 'certificate', 'web01'), refusedWith('request.not_valid'));
  });
});
