// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';

const toRefuseWith = (code: string) => (error: unknown) =>
  error instanceof ProblemError && error.problem.code === code;

const rotation = { handoverAt: '09:00', everyDays: 7, startsOn: '2026-01-05' };

describe('rosterHandlers', () => {
  it('keep a roster, who takes over, and an end to both', async (t) => {
    const desk = await openTestDesk(t, { isIdle: true });
    const { api } = await desk.as('it_responsible');
    const handler = await desk.as('handler');
    const people = [handler.id as never];
    const settings = { name: 'Nights', timeZone: 'Europe/Brussels', rotation: { ...rotation, people } };
    const made = await api.addRoster({ body: settings });
    const params = { roster: made.id };
    const changed = await api.changeRoster({ params, body: { ...settings, name: 'Days', version: 1 } });
    assert.deepEqual([changed.name, changed.version, changed.now.person?.id], ['Days', 2, handler.id]);
    await assert.rejects(
      api.changeRoster({ params, body: { ...settings, version: 1 } }),
      toRefuseWith('roster.changed_meanwhile'),
    );
    const fromAt = made.now.fromAt;
    const override = await api.addRosterOverride({
      params,
      body: { personId: handler.id as never, fromAt, untilAt: '2099-01-01T00:00:00Z' },
    });
    const read = await api.readRoster({ params, query: { weeks: 2 } });
    assert.deepEqual(
      read.overrides.map(({ id }) => id),
      [override.id],
    );
    await api.endRosterOverride({ params: { ...params, override: override.id } });
    await api.archiveRoster({ params, body: { version: 2 } });
    assert.deepEqual((await api.listRosters()).items, []);
  });

  it('refuse a zone nobody knows, people who are not here, and times that are turned', async (t) => {
    const desk = await openTestDesk(t, { isIdle: true });
    const { api, id } = await desk.as('it_responsible');
    const body = {
      name: 'Nights',
      timeZone: 'Europe/Brussels',
      rotation: { ...rotation, people: [id as never] },
    };
    await assert.rejects(
      api.addRoster({ body: { ...body, timeZone: 'Mars/Base' } }),
      toRefuseWith('roster.zone_unknown'),
    );
    const stranger = ['00000000-0000-4000-8000-000000000000' as never];
    await assert.rejects(
      api.addRoster({ body: { ...body, rotation: { ...rotation, people: stranger } } }),
      toRefuseWith('roster.person_unknown'),
    );
    const params = { roster: (await api.addRoster({ body })).id };
    const turned = { personId: id as never, fromAt: '2026-02-02T00:00:00Z', untilAt: '2026-02-01T00:00:00Z' };
    await assert.rejects(
      api.addRosterOverride({ params, body: turned }),
      toRefuseWith('roster.times_turned'),
    );
    await api.testRoster({ params });
    await assert.rejects(api.testRoster({ params }), toRefuseWith('roster.call_waits'));
    const { api: auditor } = await desk.as('auditor');
    await assert.rejects(auditor.addRoster({ body }), toRefuseWith('permission.missing'));
  });
});
