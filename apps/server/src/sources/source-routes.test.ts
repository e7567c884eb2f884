// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openSourceDesk, refusedWith } from '../../test/sources.ts';

describe('sources', () => {
  it('addSource() keeps what is set, and who changes what another changed is told', async (t) => {
    const { api, eventsOf } = await openSourceDesk(t);
    const source = await api.addSource({ body: { name: 'web01', silenceMinutesMax: 30 } });
    assert.deepEqual(
      [source.state, source.version, source.stream, source.health.troubles],
      ['active', 1, 'technical', ['known_by_nothing']],
    );
    const params = { id: source.id };
    const changed = await api.changeSource({ params, body: { version: 1, timeZone: 'Europe/Brussels' } });
    assert.deepEqual([changed.version, changed.timeZone, changed.name], [2, 'Europe/Brussels', 'web01']);
    const late = api.changeSource({ params, body: { version: 1, name: 'web02' } });
    await assert.rejects(late, refusedWith('source.changed_meanwhile'));
    const nowhere = api.changeSource({ params, body: { version: 2, timeZone: 'Europe/Bruges' } });
    await assert.rejects(nowhere, refusedWith('request.not_valid'));
    assert.deepEqual(await eventsOf(), ['source.added', 'source.changed']);
  });

  it('changeSource() keeps entries of personal data 10 years, or keeps the reason why not', async (t) => {
    const { api } = await openSourceDesk(t);
    const body = { name: 'hr', stream: 'privacy-access' } as const;
    await assert.rejects(api.addSource({ body }), refusedWith('source.retention_reason_needed'));
    const reasoned = await api.addSource({
      body: { ...body, retentionReason: 'Copy of a log kept elsewhere' },
    });
    const params = { id: reasoned.id };
    assert.equal(reasoned.retentionReason, 'Copy of a log kept elsewhere');
    const longer = await api.changeSource({ params, body: { version: 1, retentionClass: 'functional' } });
    assert.equal(longer.retentionReason, '');
  });

  it('retireSource() ends nothing that was received, and takeSourceBack() brings it back', async (t) => {
    const { api, eventsOf } = await openSourceDesk(t);
    const { id } = await api.addSource({ body: { name: 'old' } });
    const params = { id };
    await api.addSourceIdentity({ params, body: { kind: 'address', value: '192.0.2.7' } });
    const retired = await api.retireSource({ params, body: { version: 1, reason: 'Switched off' } });
    assert.deepEqual([retired.state, retired.identities.length], ['retired', 1]);
    assert.deepEqual((await api.listSources()).items, []);
    const [shown] = (await api.listSources({ query: { state: 'retired' } })).items;
    assert.equal(shown?.id, id);
    await assert.rejects(api.makeSourceToken({ params, body: {} }), refusedWith('source.retired'));
    const back = await api.takeSourceBack({ params, body: { version: 2 } });
    assert.equal(back.state, 'active');
    assert.deepEqual((await eventsOf()).slice(2), ['source.retired', 'source.taken_back']);
  });

  it('an auditor sees sources and changes none', async (t) => {
    const { api, desk } = await openSourceDesk(t);
    const { id } = await api.addSource({ body: { name: 'web' } });
    const auditor = (await desk.as('auditor')).api;
    assert.equal((await auditor.readSource({ params: { id } })).name, 'web');
    await assert.rejects(auditor.addSource({ body: { name: 'mine' } }), refusedWith('permission.missing'));
    const helpdesk = (await desk.as('helpdesk')).api;
    await assert.rejects(helpdesk.listSources(), refusedWith('permission.missing'));
  });
});
