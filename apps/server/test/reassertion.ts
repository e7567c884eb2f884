// SPDX-License-Identifier: Apache-2.0
import type { reassertedActs } from '@belfry/contract';
import { systemIds } from '../src/platform/clock/clock.ts';
import type { TestDesk } from './desk.ts';

/**
 * A proof somebody gave this moment, for tests of what it is used for: at a browser it takes a passkey, which a typed
 * client has not. How proofs come about is tested with their slice.
 */
export async function aProof(
  desk: Pick<TestDesk, 'query'>,
  personId: string,
  purpose: { act: (typeof reassertedActs)[number]; subject: string; digest: string },
  at: Date = new Date(),
): Promise<string> {
  const id = systemIds.uuid();
  await desk.query(
    `INSERT INTO reassertion (id, person_id, method, purpose, nonce, asked_at, asserted_at, evidence)
     VALUES ($1, $2, 'passkey', $3, 'test', $4, $4, '{"test": true}')`,
    [id, personId, JSON.stringify(purpose), at],
  );
  return id;
}
