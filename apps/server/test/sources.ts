// SPDX-License-Identifier: Apache-2.0
import type { TestContext } from 'node:test';
import { type ProblemCode, ProblemError } from '@belfry/contract';
import { unknownSenderId } from '../src/log/index.ts';
import { openTestDesk } from './desk.ts';

/** Whether the call was refused with this code. */
export const refusedWith = (code: ProblemCode) => (error: unknown) =>
  error instanceof ProblemError && error.problem.code === code;

/** A desk with somebody who manages the sources of its logbook. */
export async function openSourceDesk(t: TestContext) {
  const desk = await openTestDesk(t);
  const { api } = await desk.as('log_owner');
  /** A sender the log process met. */
  const meet = async (address: string) => {
    const id = unknownSenderId(address);
    await desk.query(
      `INSERT INTO log_source (id, name, state, stream, retention_class, created_at, changed_at)
       VALUES ($1, $2, 'unknown', 'technical', 'technical', now(), now())`,
      [id, address],
    );
    return id;
  };
  const eventsOf = async () =>
    (await desk.query('SELECT event FROM outbox ORDER BY position'))
      .map((row) => String(row['event']))
      .filter((event) => event.startsWith('source.'));
  return { desk, api, meet, eventsOf };
}
