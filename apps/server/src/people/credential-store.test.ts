// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { permissionsOf } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { hashOfSecret } from '../platform/authentication/secret.ts';
import { anybody, type PersonActor, systemActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import { insertPasskey, readCredentials, spendRecoveryCode, spendTotpStep } from './credential-store.ts';
import { createPerson, issueToken } from './index.ts';

const test = systemActor('test');

async function aPerson(database: Database, name: string, role: 'administrator' | 'handler') {
  const email = `${name}@example.org`;
  const made = await createPerson(database, test, {
    name,
    email,
    roles: [role],
    password: 'drie torens en een brug',
  });
  assert.ok('id' in made);
  const actor: PersonActor = {
    kind: 'person',
    id: made.id,
    name,
    email,
    language: 'en',
    roles: [role],
    permissions: permissionsOf([role]),
    via: { kind: 'session', id: made.id },
  };
  return { ...made, actor };
}

async function withPeople(t: TestContext) {
  const opened = await openTestDatabase(t);
  const boss = await aPerson(opened.database, 'boss', 'administrator');
  const bea = await aPerson(opened.database, 'bea', 'handler');
  return { ...opened, boss, bea };
}

describe('credentials in the database', () => {
  // An administrator, or a hole in any other route, must find no hash, secret or key of somebody else.
  it('readCredentials() shows them to their owner only, and to nobody without a context', async (t) => {
    const { database, boss, bea } = await withPeople(t);
    const seenBy = (actor: Parameters<Database['read']>[0]) =>
      database.read(actor, ({ sql }) => readCredentials(sql, bea.id));
    assert.notEqual((await seenBy(bea.actor)).password, null);
    assert.equal((await seenBy(boss.actor)).password, null);
    assert.equal((await seenBy(anybody)).password, null);
    const tables = [
      'person_password',
      'person_totp',
      'recovery_code',
      'passkey',
      'session',
      'api_token',
      'one_time_link',
      'sign_in_ceremony',
      'sign_in_throttle',
      'single_sign_on',
    ] as const;
    for (const table of tables) {
      const rows = await database.read(anybody, ({ sql }) => sql.selectFrom(table).selectAll().execute());
      assert.deepEqual(rows, [], table);
    }
  });

  it('insertPasskey() is refused by the database for somebody else', async (t) => {
    const { database, boss, bea } = await withPeople(t);
    const passkey = {
      credentialId: 'x',
      publicKey: 'x',
      counter: 0,
      transports: [],
      isBackedUp: false,
      name: 'x',
    };
    const adding = database.change(boss.actor, ({ sql, now, ids }) =>
      insertPasskey(sql, ids.uuid(), bea.id, passkey, now),
    );
    await assert.rejects(adding, /row-level security/);
  });

  it('spendTotpStep() and spendRecoveryCode() let one of many at once through', async (t) => {
    const { database, query, bea } = await withPeople(t);
    await query('INSERT INTO person_totp (person_id, secret) VALUES ($1, $2)', [bea.id, 'A']);
    await query("INSERT INTO recovery_code (person_id, hash, salt, made_at) VALUES ($1, 'h', 's', now())", [
      bea.id,
    ]);
    const many = [1, 2, 3, 4, 5];
    const steps = await Promise.all(
      many.map(() => database.change(bea.actor, ({ sql }) => spendTotpStep(sql, bea.id, 7))),
    );
    const codes = await Promise.all(
      many.map(() => database.change(bea.actor, ({ sql, now }) => spendRecoveryCode(sql, bea.id, 'h', now))),
    );
    assert.equal(steps.filter(Boolean).length, 1);
    assert.equal(codes.filter(Boolean).length, 1);
  });

  // A copy of the database must open nothing.
  it('issueToken() leaves only a hash behind', async (t) => {
    const { database, query } = await withPeople(t);
    const made = await issueToken(database, { email: 'bea@example.org', name: 'x' });
    assert.ok('token' in made);
    const [row] = await query<{ secret_hash: string }>('SELECT secret_hash FROM api_token');
    assert.equal(row?.secret_hash, hashOfSecret(made.token.replace('blf_', '')));
    const outbox = await query<{ canonical: string }>('SELECT canonical FROM outbox');
    assert.ok(!outbox.some(({ canonical }) => canonical.includes(made.token)));
    const none = await issueToken(database, { email: 'nobody@example.org' });
    assert.equal('refused' in none ? none.refused : null, 'person.not_found');
  });
});
