// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { findFeedback, insertFeedback, reportsToTell, skipPrepared, toldReport } from './feedback-store.ts';

const test = systemActor('test');

async function aDesk(t: TestContext) {
  const { database, query } = await openTestDatabase(t);
  let count = 0;
  const incident = async (mergedInto: string | null = null) => {
    const id = randomUUID();
    await query(
      `INSERT INTO incident (id, reference, title, status, tlp, personal_data, restricted, merged_into, declared_at, updated_at)
       VALUES ($1, $2, 'T', $3, 'TLP:AMBER', 'unknown', false, $4, now(), now())`,
      [id, `INC-2026-000${++count}`, mergedInto === null ? 'confirmed' : 'merged', mergedInto],
    );
    return id;
  };
  const report = async (
    incidentId: string | null,
    more: { duplicateOf?: string; reporterId?: string } = {},
  ) => {
    const id = randomUUID();
    await query(
      `INSERT INTO report (id, reference, state, kind, channel, summary, ongoing, anonymous, language, reported_at, content_sha256,
         incident_id, duplicate_of, reporter_id)
       VALUES ($1, $2, $3, 'incident', 'form', 'words', 'no', false, 'en', now(), '', $4, $5, $6)`,
      [
        id,
        `REP-2026-000${++count}`,
        more.duplicateOf === undefined ? 'accepted' : 'duplicate',
        incidentId,
        more.duplicateOf ?? null,
        more.reporterId ?? null,
      ],
    );
    return id;
  };
  const tell = (incidentId: string) =>
    database.read(test, async ({ sql }) =>
      (await reportsToTell(sql, incidentId, 'confirmed')).map(({ id }) => id),
    );
  return { database, query, incident, report, tell };
}

describe('reportsToTell', () => {
  // Two reports that repeat each other, two incidents merged into each other: a walk without an end.
  it('ends on circles of duplicates and merges', async (t) => {
    const desk = await aDesk(t);
    const first = await desk.incident();
    const second = await desk.incident(first);
    await desk.query('UPDATE incident SET merged_into = $1 WHERE id = $2', [second, first]);
    const accepted = await desk.report(second);
    const twin = await desk.report(null, { duplicateOf: accepted });
    const triplet = await desk.report(null, { duplicateOf: twin });
    await desk.query('UPDATE report SET duplicate_of = $1 WHERE id = $2', [triplet, accepted]);
    assert.deepEqual((await desk.tell(first)).sort(), [accepted, twin, triplet].sort());
  });

  it('knows what was prepared, and forgets what was skipped', async (t) => {
    const desk = await aDesk(t);
    const incidentId = await desk.incident();
    const reportId = await desk.report(incidentId);
    const insert = () =>
      desk.database.change(test, async ({ sql, now }) =>
        insertFeedback(
          sql,
          {
            id: randomUUID(),
            incidentId,
            report: { id: reportId, reference: 'REP-2026-0002' },
            occasion: 'confirmed',
            way: 'mail',
            language: 'en',
            text: 'words',
          },
          now,
        ),
      );
    assert.deepEqual((await Promise.all([insert(), insert()])).sort(), [false, true]);
    assert.deepEqual(await desk.tell(incidentId), []);
    await desk.database.change(test, ({ sql }) =>
      skipPrepared(sql, { incidentId, occasions: ['confirmed'] }, 'reopened'),
    );
    assert.deepEqual(await desk.tell(incidentId), [reportId]);
    const [line] = await desk.database.read(test, ({ sql }) =>
      findFeedback(sql, { incidentIds: [incidentId] }),
    );
    assert.deepEqual(
      [line?.state, line?.reason, line?.reportReference],
      ['skipped', 'reopened', 'REP-2026-0002'],
    );
  });
});

describe('toldReport', () => {
  it('reaches whoever reported while signed in, and no longer once they are blocked', async (t) => {
    const desk = await aDesk(t);
    const personId = randomUUID();
    await desk.query(
      `INSERT INTO person (id, name, email, language, roles, state, created_at) VALUES ($1, 'Ann', 'ann@example.org', 'en', '{}', 'active', now())`,
      [personId],
    );
    const reportId = await desk.report(await desk.incident(), { reporterId: personId });
    const email = () => desk.database.read(test, async ({ sql }) => (await toldReport(sql, reportId))?.email);
    assert.equal(await email(), 'ann@example.org');
    await desk.query(`UPDATE person SET state = 'blocked'`);
    assert.equal(await email(), null);
  });
});
