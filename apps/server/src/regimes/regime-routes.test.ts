// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { lawOn } from './regime-routes.ts';

describe('the law as data', () => {
  it('readRegimes() gives the whole law once, and 304 to who has it', async (t) => {
    const desk = await openTestDesk(t);
    const somebody = await desk.as('department_representative');
    const law = await somebody.api.readRegimes();
    const be = law.regimes.find(({ id }) => id === 'nis2-be');
    const warning = be?.stages.find(({ id }) => id === 'early_warning');
    assert.deepEqual(warning?.due[0]?.plus, { unit: 'hours', count: 24 });
    assert.deepEqual(warning?.due[0]?.from, {
      kind: 'moment',
      names: ['awareness_of_significance'],
      which: null,
    });
    assert.deepEqual(warning?.authorityKinds, ['csirt', 'nis2_supervisor']);
    assert.deepEqual(
      [warning?.name.nl, be?.name.fr, be?.outcomes[0]?.says.de],
      ['Vroegtijdige waarschuwing', 'NIS2 Belgique', 'der Sicherheitsvorfall ist erheblich'],
    );
    const asked = new Set(law.questions.map(({ id }) => id));
    const lost = law.regimes
      .flatMap(({ applies, criteria, outcomes }) => [applies, ...criteria, ...outcomes])
      .flatMap(({ asks }) => asks)
      .filter((id) => !asked.has(id));
    assert.deepEqual(lost, []);
    const first = await somebody.inject({ url: '/api/v1/regimes' });
    const tag = first.headers.etag ?? '';
    const again = await somebody.inject({
      url: '/api/v1/regimes',
      headers: { 'if-none-match': String(tag) },
    });
    assert.deepEqual([first.statusCode, again.statusCode, again.body], [200, 304, '']);
  });

  // Danger: a law that is not law yet, or not any more, is shown as what holds today.
  it('lawOn() tells of that day: what holds, and what is to come', () => {
    const isInForce = (id: string, day: string) =>
      lawOn(Temporal.PlainDate.from(day), () => []).regimes.find((one) => one.id === id)?.isInForce;
    assert.equal(isInForce('cra', '2026-09-10'), false);
    assert.equal(isInForce('cra', '2026-09-11'), true);
  });
});
