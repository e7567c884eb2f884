// SPDX-License-Identifier: Apache-2.0
import { type Incident, isRefusal, type ProblemCode, type Refusal, refuse } from '@belfry/contract';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { type Changing, enterIncident } from '../platform/database/database.ts';
import { readIncidentPageOf } from './incident-page.ts';
import type { IncidentParts } from './incident-parts.ts';

/**
 * Changes an incident and answers with its page. The change commits first: what the answer shows is what the
 * record holds, and somebody whose change took the incident out of their sight is told that it was made.
 *
 * @param work gives the reference; with the identifier for what it declared, which is shown to whoever declared it
 */
export async function changeAndShow<Code extends ProblemCode>(
  parts: IncidentParts,
  actor: PersonActor,
  work: (changing: Changing) => Promise<string | { id: string; reference: string } | Refusal<Code>>,
): Promise<Incident | Refusal<Code | 'incident.not_found'>> {
  const changed = await parts.database.change(actor, work);
  if (isRefusal(changed)) {
    return changed as Refusal<Code>;
  }
  const reference = typeof changed === 'string' ? changed : changed.reference;
  const page = await parts.database.read(actor, async (reading) => {
    if (typeof changed !== 'string') {
      await enterIncident(reading.sql, changed.id);
    }
    return await readIncidentPageOf(reading, reference, parts);
  });
  return isRefusal(page)
    ? refuse('incident.not_found', `The change was made; ${reference} is no longer visible to you`)
    : page;
}
