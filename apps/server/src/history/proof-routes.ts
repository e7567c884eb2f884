// SPDX-License-Identifier: Apache-2.0
import {
  type historyRoutes,
  isRefusal,
  logName,
  type Refusal,
  refuse,
  type SealedLineProven,
} from '@belfry/contract';
import { familyOf, findIncident } from '../incidents/index.ts';
import type { RecordAnswer, RecordStateAnswer } from '../log/index.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import type { LogLink } from '../platform/log-link/log-link.ts';
import { countRecord, readEntryAt, scopeOf } from './history-store.ts';

type ProofRoutes = Pick<typeof historyRoutes, 'readHistoryProof' | 'readRecordSeal'>;

interface ProofParts {
  readonly database: Database;
  readonly log: LogLink;
}

/** The wall of the database says first whether somebody may read an entry; only then the log is asked about it. */
export function proofHandlers(parts: ProofParts): Handlers<ProofRoutes> {
  const { database, log } = parts;
  return {
    readHistoryProof: async ({ actor, params }) => {
      const found = await database.read(actor, ({ sql }) => readEntryAt(sql, params.position));
      if (isRefusal(found)) {
        return found;
      }
      const lines = await sealedLinesOf(log, { position: params.position, id: found.id });
      return isRefusal(lines) ? lines : { entry: found.entry, lines };
    },
    readRecordSeal: async ({ actor, query }) => {
      const state = await askLog<RecordStateAnswer>(log, '/inside/record-state', {});
      // A desk without its log goes on: the page then says nothing about seals.
      if (isRefusal(state)) {
        return { position: null, receivedAt: null, incident: null };
      }
      const { position, received } = state ?? { position: 0, received: null };
      const incident = await countIncident(parts, actor, query.incident, position);
      return isRefusal(incident) ? incident : { position, receivedAt: received, incident };
    },
  };
}

/** The sealed lines that hold an entry of the record, with what proves them; empty while it is not sealed. */
export async function sealedLinesOf(
  log: LogLink,
  asked: { readonly position: number; readonly id: string },
): Promise<SealedLineProven[] | Refusal<'log.not_running'>> {
  const sealed = await askLog<RecordAnswer>(log, '/inside/record', asked);
  if (isRefusal(sealed)) {
    return sealed;
  }
  const name = sealed === null ? null : logName.parse(sealed.log);
  return (sealed?.lines ?? []).map(({ proofs, vkeys, witnesses, ...line }) => ({
    ...line,
    log: name ?? '',
    proofs: proofs.map((proof) => ({ ...proof })),
    vkeys: [...vkeys],
    witnesses: [...witnesses],
  }));
}

async function countIncident(
  { database }: ProofParts,
  actor: PersonActor,
  reference: string | undefined,
  upTo: number,
): Promise<{ count: number; sealed: number } | null | Refusal<'incident.not_found'>> {
  if (reference === undefined) {
    return null;
  }
  return database.read(actor, async ({ sql }) => {
    const incident = await findIncident(sql, reference);
    if (isRefusal(incident)) {
      return incident;
    }
    const ids = (await familyOf(sql, incident.id)).map(({ id }) => id);
    return countRecord(sql, await scopeOf(sql, ids), upTo);
  });
}

const HTTP_OK = 200;
const HTTP_NOT_FOUND = 404;

/** @returns null where the log does not have it yet */
async function askLog<Answer>(
  log: LogLink,
  path: string,
  body: unknown,
): Promise<Answer | null | Refusal<'log.not_running'>> {
  const answer = await log.call(path, body);
  if ('refused' in answer) {
    return answer;
  }
  if (answer.status === HTTP_NOT_FOUND) {
    return null;
  }
  // What it cannot read right now (a segment that is closed at this moment, a disk) may be there when asked again.
  return answer.status === HTTP_OK ? (answer.body as Answer) : refuse('log.not_running');
}
