// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aMovingClock, openLawDatabase } from '../../test/law.ts';
import { lawMovesOn } from '../processes/obligations-follow-facts.ts';

const hospital = { 'org.member_states': ['BE'], 'org.nis2_class': 'essential' };
const significant = {
  decided: { 'nis2-be.significant': '2026-11-22T08:00:00Z' },
  moments: { awareness_of_significance: '2026-11-22T08:00:00Z' },
};

describe('lawMovesOn', () => {
  // Danger: a limit that was corrected in the law stays wrong for every incident that is open already.
  it('what was computed from another version is computed again, once, and the record says why', async (t) => {
    const clock = aMovingClock('2026-11-22T09:00:00Z');
    const law = await openLawDatabase(t, clock);
    const incident = await law.incident('Ransomware', hospital);
    await law.tellAndFollow(incident, significant);
    const warning = () =>
      law.query(
        `SELECT due_at, regime_version FROM obligation WHERE incident_id = $1 AND regime_id = 'nis2-be'
        AND stage_id = 'early_warning'`,
        [incident],
      );
    const [right] = await warning();
    await law.query(
      `UPDATE obligation SET due_at = due_at - interval '2 hours', regime_version = 0
      WHERE incident_id = $1 AND state = 'running'`,
      [incident],
    );
    const moving = lawMovesOn({ database: law.database });
    assert.equal(await moving.doBatch(), true);
    assert.deepEqual(await warning(), [right]);
    const past = await law.query('SELECT because FROM obligation_past_due');
    assert.ok(past.length > 0 && past.every(({ because }) => because === 'law_changed'));
    assert.equal(await moving.doBatch(), false);
  });

  it('what nobody can bring up to date is not tried for ever', async (t) => {
    const law = await openLawDatabase(t, aMovingClock('2026-11-22T09:00:00Z'));
    await law.tellAndFollow(await law.incident('Ransomware', hospital), significant);
    const moving = lawMovesOn({ database: law.database, among: [{ id: 'nis2-be', version: 99 }] });
    assert.equal(await moving.doBatch(), true);
    assert.equal(await moving.doBatch(), false);
  });
});
