// SPDX-License-Identifier: Apache-2.0
import { isRefusal, listIncidents } from '@belfry/contract';
import { findIncidents } from '../incidents/index.ts';
import type { FindPage } from '../register/index.ts';

/** The register holds exactly what the list of incidents shows under the same filter, oldest first. */
export const registerFollowsList: FindPage = async (reading, filter, page) => {
  const query = listIncidents.query.parse({ ...filter, ...page, sort: 'declared', order: 'asc' });
  const found = await findIncidents(reading, query);
  if (isRefusal(found)) {
    // Filter and cursor were checked before: another answer is a bug, and an export must not end as if it were whole.
    throw new Error(`Cannot read on in the register: ${found.refused}`);
  }
  return { ids: found.items.map(({ id }) => id), next: found.next };
};
