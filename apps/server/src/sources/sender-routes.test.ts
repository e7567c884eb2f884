// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openSourceDesk, refusedWith } from '../../test/sources.ts';

describe('senders', () => {
  it('adoptSender() makes a source of the sender itself, so what it sent before is its own', async (t) => {
    const { api, eventsOf, meet } = await openSourceDesk(t);
    const id = await meet('192.0.2.9');
    assert.equal((await api.listSources()).unknownCount, 1);
    const [sender] = (await api.listUnknownSenders()).items;
    assert.equal(sender?.address, '192.0.2.9');
    const source = await api.adoptSender({ params: { id }, body: { name: 'printer' } });
    assert.deepEqual(
      [source.id, source.version, source.identities.map(({ value }) => value)],
      [id, 1, ['192.0.2.9']],
    );
    await assert.rejects(
      api.adoptSender({ params: { id }, body: { name: 'printer' } }),
      refusedWith('sender.not_unknown'),
    );
    assert.deepEqual(await eventsOf(), ['source.adopted']);
  });

  it('joinSender() adds the address to a source, and ignoreSender() keeps why', async (t) => {
    const { api, eventsOf, meet } = await openSourceDesk(t);
    const [joined, ignored] = [await meet('192.0.2.10'), await meet('192.0.2.11')];
    const source = await api.addSource({ body: { name: 'cluster' } });
    const after = await api.joinSender({ params: { id: joined }, body: { source: source.id } });
    assert.deepEqual(
      after.identities.map(({ value }) => value),
      ['192.0.2.10'],
    );
    await api.ignoreSender({ params: { id: ignored }, body: { reason: 'A scanner' } });
    assert.deepEqual((await api.listUnknownSenders()).items, []);
    const { items } = await api.listUnknownSenders({ query: { ignored: 'yes' } });
    assert.deepEqual(
      items.map(({ address, ignoredReason }) => [address, ignoredReason]),
      [['192.0.2.11', 'A scanner']],
    );
    // Ignored is not forgotten: it can still be adopted.
    await api.adoptSender({ params: { id: ignored }, body: { name: 'scanner' } });
    assert.deepEqual(
      (await api.listSources()).items.map(({ name }) => name),
      ['cluster', 'scanner'],
    );
    assert.equal((await eventsOf()).length, 4);
  });
});
