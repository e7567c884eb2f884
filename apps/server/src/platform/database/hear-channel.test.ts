// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDatabase } from '../../../test/database.ts';
import { hearChannel, keepHearing } from './hear-channel.ts';

it('hearChannel() calls once it listens and at each notification, until it is stopped', async (t) => {
  const { owner, query } = await openTestDatabase(t);
  const stop = new AbortController();
  let heard = 0;
  let wake: () => void = () => undefined;
  const count = async (wanted: number) => {
    while (heard < wanted)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  const onHeard = () => {
    heard += 1;
    wake();
  };
  const hearing = { connection: () => owner, channel: 'belfry_test', connectMsMax: 5_000, onHeard };
  const listening = hearChannel(hearing, stop.signal);
  await count(1);
  await query('NOTIFY belfry_test');
  await count(2);
  stop.abort();
  await listening;
  await hearChannel(hearing, stop.signal);
});

// Danger: a database that is away for a moment is never listened to again, or ends the process.
it('hearChannel() ends with its connection, and rejects where there is none', async (t) => {
  const { owner, query } = await openTestDatabase(t);
  const { signal } = new AbortController();
  const begun = Promise.withResolvers<void>();
  const hearing = { channel: 'belfry_test', connectMsMax: 5_000, onHeard: () => begun.resolve() };
  const listening = hearChannel({ ...hearing, connection: () => owner }, signal);
  await begun.promise;
  await query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
  );
  await listening;
  const nowhere = { ...hearing, connection: () => ({ host: '127.0.0.1', port: 1 }) };
  await assert.rejects(hearChannel(nowhere, signal));
});

// Danger: PostgreSQL starts again, and whoever listened never hears a thing again.
it('keepHearing() hears again after its connection was cut, and stops while it waits', async (t) => {
  const { owner, query } = await openTestDatabase(t);
  let heard = 0;
  const again = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const onHeard = () => {
    heard += 1;
    if (heard === 1) begun.resolve();
    else again.resolve();
  };
  const ear = keepHearing(
    { connection: () => owner, channel: 'belfry_cut', connectMsMax: 5_000, onHeard },
    10,
  );
  await begun.promise;
  await query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
  );
  await again.promise;
  await ear.stop();
  const none = { connection: () => ({ ...owner, port: 1 }), channel: 'belfry_cut', connectMsMax: 5_000 };
  await keepHearing({ ...none, onHeard }, 3_600_000).stop();
});
