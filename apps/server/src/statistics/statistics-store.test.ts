// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk, type TestDesk } from '../../test/desk.ts';

describe('tallyReports()', () => {
  // Danger: a number tells what a list would hide.
  it('counts only what the caller can see', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const lead = await desk.as('handler');
    const sent = await helpdesk.api.sendReport({ body: { summary: 'Hidden' } });
    await helpdesk.api.sendReport({ body: { summary: 'Seen' } });
    await lead.api.decideReports({
      body: { references: [sent.reference], decision: { verb: 'accept', restricted: true } },
    });
    assert.equal((await helpdesk.api.readStatistics()).total, 1);
    assert.equal((await lead.api.readStatistics()).total, 2, 'who declared it takes part in it');
    const outsider = await desk.as('log_owner');
    await assert.rejects(outsider.api.readStatistics());
  });

  // Danger: a number that links to an empty list, and tells of a whistle-blower.
  it('counts no report of a whistle-blower, also for who may read both', async (t) => {
    const desk = await openTestDesk(t);
    const both = await desk.as('helpdesk', 'whistleblowing_handler');
    await both.api.sendReport({ body: { summary: 'Wrongdoing', kind: 'whistleblowing' } });
    await both.api.sendReport({ body: { summary: 'Seen' } });
    const { items } = await both.api.listReports({});
    assert.deepEqual([items.length, (await both.api.readStatistics()).total], [1, 1]);
  });

  // Danger: counts kept beside the reports drift from them.
  it('stays equal to the reports through decisions, undoing, restricting, folding and moving', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const references: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      const { reference } = await api.sendReport({
        body: { summary: `Report ${index}`, category: 'phishing' },
      });
      references.push(reference);
    }
    const [first = '', second = '', third = '', fourth = ''] = references;
    const check = async (when: string) => {
      assert.deepEqual(await tally(desk), await counted(desk), when);
      await Promise.all([1, 2].map(() => desk.query('SELECT fold_report_tally()')));
      assert.deepEqual(await tally(desk), await counted(desk), `${when}, folded`);
    };
    await check('received');
    await api.decideReports({ body: { references: [first], decision: { verb: 'decline', reason: 'spam' } } });
    await api.decideReports({ body: { references: [second, third], decision: { verb: 'accept' } } });
    await check('decided');
    await api.decideReports({ body: { references: [first, second], decision: { verb: 'undo' } } });
    await check('undone');
    await desk.query(
      'UPDATE incident SET restricted = true WHERE id = (SELECT incident_id FROM report WHERE reference = $1)',
      [third],
    );
    await check('restricted');
    assert.equal(
      (await tally(desk)).reduce((sum, { count }) => sum + count, 0),
      5,
    );
    await desk.query("UPDATE report SET reported_at = '2026-01-31T23:30:00Z' WHERE reference = $1", [fourth]);
    await check('moved in time');
    await desk.query("UPDATE organisation SET time_zone = 'America/New_York'");
    await check('moved to another time zone');
    assert.ok((await tally(desk)).some(({ month }) => month === '2026-01'));
  });

  it('lets the application write no tally by hand', async (t) => {
    const desk = await openTestDesk(t);
    const rights = await desk.query(
      `SELECT has_table_privilege('belfry_app', 'report_tally', 'INSERT, UPDATE, DELETE, TRUNCATE') AS writes,
        has_function_privilege('belfry_app', 'recount_reports()', 'EXECUTE') AS recounts`,
    );
    assert.deepEqual(rights, [{ writes: false, recounts: false }]);
  });
});

const alike = 'kind, channel, category, qualification, state, decline_reason';

/** What the tally says, and what the reports themselves say. */
function tally(desk: TestDesk) {
  return desk.query<{ month: string; count: number }>(
    `SELECT month, ${alike}, sum(count)::integer AS count FROM report_tally
     GROUP BY month, ${alike} HAVING sum(count) <> 0 ORDER BY month, ${alike}`,
  );
}

function counted(desk: TestDesk) {
  return desk.query(
    `SELECT report_month(reported_at) AS month, ${alike}, count(*)::integer AS count FROM report
     WHERE NOT restricted AND kind <> 'whistleblowing' GROUP BY 1, ${alike} ORDER BY 1, ${alike}`,
  );
}
