// SPDX-License-Identifier: Apache-2.0
import { type Refusal, refuse } from '@belfry/contract';
import type { SearchRefused } from '../log/index.ts';
import type { LogLink } from '../platform/log-link/log-link.ts';

type Unanswered =
  | 'log.not_running'
  | 'log.query_not_understood'
  | 'log.search_too_wide'
  | 'log.index_away'
  | 'log.entry_not_found';

const HTTP_OK = 200;

/** Asks the log process for something of a known shape: both ends are built and started together. */
export async function askLog<Answer>(
  door: LogLink,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Answer | Refusal<Unanswered>> {
  const answer = await door.call(path, body, { signal });
  if ('refused' in answer) {
    return answer;
  }
  return answer.status === HTTP_OK ? (answer.body as Answer) : refusalOf(path, answer.status, answer.body);
}

/** What a refusal of the log process is called here. @throws for one that it does not have: that is a bug of ours */
export function refusalOf(path: string, status: number, body: unknown): Refusal<Unanswered> {
  const refused = body as Partial<SearchRefused> | null;
  switch (refused?.refused) {
    case 'log.query_not_understood':
      return refuse('log.query_not_understood', `At character ${refused.mistake?.at ?? 0}`);
    case 'log.search_too_wide':
    case 'log.index_away':
      return refuse(refused.refused);
    case undefined:
      break;
  }
  if (status === 404) {
    return refuse('log.entry_not_found');
  }
  if (status === 503) {
    return refuse('log.not_running');
  }
  if (status === 429) {
    return refuse('log.index_away', 'As many follow already as may');
  }
  throw new Error(`Expected an answer of the log process at ${path}: got status ${status}`);
}
