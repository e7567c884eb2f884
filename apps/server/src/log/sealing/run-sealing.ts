// SPDX-License-Identifier: Apache-2.0
import { setTimeout as delay } from 'node:timers/promises';
import type { JournalEntry } from '../batch.ts';
import { logLimits } from '../log-limits.ts';
import type { Sealer } from './sealer.ts';

/**
 * Follows the journal until it ends or the signal says stop, and publishes what is due in between: under load after
 * each piece of the journal, in silence by the clock. What was taken is published before it returns.
 */
export async function runSealing(
  sealer: Sealer,
  entries: AsyncGenerator<JournalEntry[], void, void>,
  signal: AbortSignal,
): Promise<void> {
  let next = entries.next();
  for (;;) {
    const timer = new AbortController();
    const look = delay(logLimits.sealLookMs, null, { signal: timer.signal }).catch(() => null);
    const got = await Promise.race([next, look]);
    timer.abort();
    if (got?.done === true) break;
    if (got !== null) {
      await sealer.take(got.value);
      next = entries.next();
    }
    if (signal.aborted && got === null) break;
    await sealer.publishDue();
  }
  await sealer.publishAll();
}
