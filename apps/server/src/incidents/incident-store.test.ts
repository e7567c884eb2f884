// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { must, openTestDesk } from '../../test/desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { noHooks, type SeverityChange, type StatusChange } from './incident-hooks.ts';
import { confirmByReference, declare, dismissByReference } from './incident-steps.ts';
import { survivorOf } from './incident-store.ts';

const system = systemActor('test');

describe('many changes at once', () => {
  // Two helpdesk people press the same button; the second must learn it, not confirm twice.
  it('of two that confirm one incident, one wins and one is told', async (t) => {
    const desk = await openTestDesk(t);
    const handler = await desk.as('handler');
    const { reference } = await handler.api.declareIncident({ body: { title: 'Race' } });
    const press = () =>
      handler.inject({ method: 'POST', url: `/api/v1/incidents/${reference}/confirm`, payload: {} });
    const answers = await Promise.all([press(), press()]);
    assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 409]);
    const kinds = (await handler.api.readTimeline({ params: { reference } })).items.map(
      (entry) => entry.kind,
    );
    assert.equal(kinds.filter((kind) => kind === 'incident.confirmed').length, 1);
  });

  it('of two changes of one version, one wins and one is told', async (t) => {
    const desk = await openTestDesk(t);
    const handler = await desk.as('handler');
    const { reference } = await handler.api.declareIncident({ body: { title: 'Race' } });
    const change = (title: string) =>
      handler.inject({
        method: 'PATCH',
        url: `/api/v1/incidents/${reference}`,
        payload: { title, version: 1 },
      });
    const answers = await Promise.all([change('One'), change('Two')]);
    assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 409]);
    assert.equal(
      answers.find((answer) => answer.statusCode === 409)?.json().code,
      'incident.changed_meanwhile',
    );
  });

  it('opposite merges of two incidents end: one wins, one is told', async (t) => {
    const desk = await openTestDesk(t);
    const handler = await desk.as('handler');
    const { reference: a } = await handler.api.declareIncident({ body: { title: 'A' } });
    const { reference: b } = await handler.api.declareIncident({ body: { title: 'B' } });
    const merge = (from: string, into: string) =>
      handler.inject({ method: 'POST', url: `/api/v1/incidents/${from}/merge`, payload: { into } });
    const answers = await Promise.all([merge(a, b), merge(b, a)]);
    assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 409]);
  });

  // The record is sealed by position later: a gap would read as an entry somebody took out.
  it('100 at a time leave positions and references that grow without a gap', async (t) => {
    const { database, query } = await openTestDatabase(t);
    const references = await Promise.all(
      Array.from({ length: 100 }, (_each, index) =>
        database.change(system, async (changing) => {
          const declared = await declare(changing, { title: `Number ${index}`, severity: 'low' }, noHooks);
          return index % 10 === 0 ? { refused: 'incident.not_found' as const } : declared;
        }),
      ),
    );
    const kept = references
      .filter((each) => !isRefusal(each))
      .map((each) => ('reference' in each ? each.reference : ''));
    const year = kept[0]?.slice(4, 8);
    assert.deepEqual(
      kept.sort(),
      Array.from({ length: 90 }, (_each, index) => `INC-${year}-${String(index + 1).padStart(4, '0')}`),
    );
    const rows = await query<{ position: number }>('SELECT position::integer FROM outbox ORDER BY position');
    assert.deepEqual(
      rows.map((row) => row.position),
      rows.map((_row, index) => index + 1),
    );
    assert.equal(rows.length, 90);
    const [head] = await query<{ position: number }>('SELECT position::integer FROM outbox_head');
    assert.equal(head?.position, 90);
  });
});

describe('what follows a change', () => {
  it('happens in the transaction of the change: when it fails, nothing changed', async (t) => {
    const { database, query } = await openTestDatabase(t);
    const broken = { ...noHooks, whenSeverityChanged: () => Promise.reject(new Error('No alert')) };
    await assert.rejects(
      database.change(system, (changing) =>
        declare(changing, { title: 'Lost?', severity: 'critical' }, broken),
      ),
      /No alert/,
    );
    const [left] = await query<{ count: number }>(
      'SELECT (SELECT count(*) FROM incident)::integer + (SELECT count(*) FROM outbox)::integer AS count',
    );
    assert.equal(left?.count, 0);
  });

  it('is told of status and severity, from and to', async (t) => {
    const { database } = await openTestDatabase(t);
    const told: (string | null)[][] = [];
    const hooks = {
      ...noHooks,
      whenStatusChanged: async (_changing: unknown, { from, to }: StatusChange) => void told.push([from, to]),
      whenSeverityChanged: async (_changing: unknown, { from, to }: SeverityChange) =>
        void told.push([from, to]),
    };
    await database.change(system, async (changing) => {
      const incident = await declare(changing, { title: 'Told', severity: 'low' }, hooks);
      assert.ok(!isRefusal(incident));
      await confirmByReference(changing, incident.reference, { severity: 'critical' }, hooks);
      return dismissByReference(changing, incident.reference, { reason: 'A drill' }, hooks);
    });
    assert.deepEqual(told, [
      [null, 'low'],
      ['pending', 'confirmed'],
      ['low', 'critical'],
      ['confirmed', 'dismissed'],
    ]);
  });
});

describe('survivorOf()', () => {
  // Two incidents merged into each other: a walk without an end.
  it('follows merges to their end, and ends on a circle', async (t) => {
    const { database, query } = await openTestDatabase(t);
    const [first, second, third] = await database.change(system, async (changing) => [
      must(await declare(changing, { title: 'First' }, noHooks)).id,
      must(await declare(changing, { title: 'Second' }, noHooks)).id,
      must(await declare(changing, { title: 'Third' }, noHooks)).id,
    ]);
    const merge = (from: string | undefined, into: string | undefined) =>
      query('UPDATE incident SET merged_into = $2 WHERE id = $1', [from, into]);
    await merge(first, second);
    await merge(second, third);
    const survivor = (id = '') => database.read(system, ({ sql }) => survivorOf(sql, id));
    assert.equal((await survivor(first))?.id, third);
    assert.equal((await survivor(third))?.id, third);
    await merge(third, first);
    assert.equal(await survivor(first), null);
  });
});
