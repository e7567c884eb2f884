// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';

describe('insertPublished()', () => {
  // Danger: the database is asked past the application, and a published version is quietly rewritten.
  it('keeps published versions from being changed by the application', async (t) => {
    const desk = await openTestDesk(t);
    const { rows } = {
      rows: await desk.query(
        `SELECT privilege_type FROM information_schema.table_privileges
       WHERE table_name = 'report_guide_version' AND grantee = 'belfry_app' ORDER BY 1`,
      ),
    };
    assert.deepEqual(
      rows.map((row) => row['privilege_type']),
      ['INSERT', 'SELECT'],
    );
  });
});
