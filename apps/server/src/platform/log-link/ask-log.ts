// SPDX-License-Identifier: Apache-2.0
import type { LogLink } from './log-link.ts';

const OK = 200;

/** Whether the log process takes entries and answers. */
export async function isLogReady(link: LogLink): Promise<boolean> {
  const answer = await link.call('/inside/ready', null);
  return 'status' in answer && answer.status === OK;
}

/** Its figures, as Prometheus reads them; null when it does not answer. */
export async function logMetrics(link: LogLink): Promise<string | null> {
  const answer = await link.call('/inside/metrics', null);
  return 'status' in answer && answer.status === OK && typeof answer.body === 'string' ? answer.body : null;
}
