// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql as raw } from 'kysely';
import { openSourceDesk } from '../../test/sources.ts';
import { systemActor } from '../platform/authorization/actor.ts';

describe('what is kept of sources', () => {
  it('the application can neither take a way to know a source away nor turn it into another', async (t) => {
    const { api, desk } = await openSourceDesk(t);
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
