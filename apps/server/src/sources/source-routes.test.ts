// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type ProblemCode, ProblemError } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { openTestDesk } from '../../test/desk.ts';
import { tokenHash, unknownSenderId } from '../log/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';

const refusedWith = (code: ProblemCode) => (error: unknown) =>
  error instanceof ProblemError && error.problem.code === code;

async function aDesk(t: TestContext) {
  const desk = await openTestDesk(t);
  const { api } = await desk.as('log_owner');
  /** A sender the log process met. */
  const meet = async (address: string) => {
    const id = unknownSenderId(address);
    await desk.query(
      `INSERT INTO log_source (id, name, state, stream, retention_class, created_at, changed_at)
       VALUES ($1, $2, 'unknown', 'technical', 'technical', now(), now())`,
      [id, address],
    );
    return id;
  };
  const eventsOf = async () =>
    (await desk.query('SELECT event FROM outbox ORDER BY position'))
      .map((row) => String(row['event']))
      .filter((event) => event.startsWith('source.'));
  return { desk, api, meet, eventsOf };
}

describe('sources', () => {
  it('addSource() keeps what is set, and who changes what another changed is told', async (t) => {
    const { api, eventsOf } = await aDesk(t);
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
    const { api } = await aDesk(t);
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

  it('makeSourceToken() shows a token once, keeps its hash, and several work beside each other', async (t) => {
    const { api, desk, eventsOf } = await aDesk(t);
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
    const { api } = await aDesk(t);
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

  it('retireSource() ends nothing that was received, and takeSourceBack() brings it back', async (t) => {
    const { api, eventsOf } = await aDesk(t);
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
});

describe('senders', () => {
  it('adoptSender() makes a source of the sender itself, so what it sent before is its own', async (t) => {
    const { api, eventsOf, meet } = await aDesk(t);
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
    const { api, eventsOf, meet } = await aDesk(t);
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

  it('figures come from what was counted, minute by minute', async (t) => {
    const { api, desk } = await aDesk(t);
    const { id } = await api.addSource({ body: { name: 'web', silenceMinutesMax: 5 } });
    await desk.query(
      `INSERT INTO log_source_minute SELECT $1, date_trunc('minute', now()) - make_interval(mins => n), 10, 100, 5, 2000
       FROM generate_series(1, 20) AS n WHERE n NOT BETWEEN 3 AND 12`,
      [id],
    );
    await desk.query(`INSERT INTO log_source_hour VALUES ($1, date_trunc('hour', now()), 100, 1000, 50)`, [
      id,
    ]);
    const { gaps, health } = await api.readSource({ params: { id } });
    assert.deepEqual(
      [health.entriesLastHour, health.entriesLastDay, health.notReadLastDay, health.clockOffsetMs],
      [100, 100, 50, 2000],
    );
    assert.deepEqual([gaps.length, health.troubles], [1, ['not_read', 'known_by_nothing']]);
    assert.equal(Date.parse(gaps[0]?.until ?? '') - Date.parse(gaps[0]?.from ?? ''), 10 * 60_000);
    // A desk without a log process says so, and shows what it has.
    assert.equal((await api.listSources()).isLogRunning, false);
    assert.deepEqual((await api.readLatest({ params: { id } })).entry, null);
    assert.equal((await api.readReceivers()).isRunning, false);
  });
});

describe('who may', () => {
  it('an auditor sees sources and changes none', async (t) => {
    const { api, desk } = await aDesk(t);
    const { id } = await api.addSource({ body: { name: 'web' } });
    const auditor = (await desk.as('auditor')).api;
    assert.equal((await auditor.readSource({ params: { id } })).name, 'web');
    await assert.rejects(auditor.addSource({ body: { name: 'mine' } }), refusedWith('permission.missing'));
    const helpdesk = (await desk.as('helpdesk')).api;
    await assert.rejects(helpdesk.listSources(), refusedWith('permission.missing'));
  });

  it('the application can neither take a way to know a source away nor turn it into another', async (t) => {
    const { api, desk } = await aDesk(t);
    const { id } = await api.addSource({ body: { name: 'web' } });
    await api.makeSourceToken({ params: { id }, body: {} });
    for (const statement of [
      'DELETE FROM log_source_identity',
      "UPDATE log_source_identity SET value = 'x'",
    ]) {
      await assert.rejects(
        desk.database.change(systemActor('test'), async ({ sql }) => {
          await raw.raw(statement).execute(sql);
        }),
        /permission denied/,
      );
    }
  });
});
