// SPDX-License-Identifier: Apache-2.0
import { beginAssessment } from '../assessments/index.ts';
import type { StatusChange } from '../incidents/index.ts';
import { beyondTheWall, type Changing } from '../platform/database/database.ts';
import { obligationsFollow } from './obligations-follow-facts.ts';

/**
 * What the law asks is asked from the moment an incident is confirmed, in the transaction that confirms it. Whoever
 * confirms need not see it afterwards: beginning goes beyond the wall.
 */
export async function confirmedIncidentIsAssessed(changing: Changing, change: StatusChange): Promise<void> {
  if (change.to !== 'confirmed') return;
  await beyondTheWall(changing.sql, () => beginAssessment(changing, change.incident.id, obligationsFollow));
}
