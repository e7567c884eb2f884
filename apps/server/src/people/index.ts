// SPDX-License-Identifier: Apache-2.0
export { accountHandlers } from './account-routes.ts';
export { reasonNotProved } from './enrolment.ts';
export { letIn, passwordOfDemonstration } from './let-in.ts';
export { accessLink, setupLink } from './link-store.ts';
export { type PeopleParts, visitorOf } from './people-parts.ts';
export { peopleHandlers } from './people-routes.ts';
export { createPerson } from './person-store.ts';
export { askOwnPasskey, checkProof, type ProvingParts, strongestWay } from './prove-anew.ts';
export { asJson, sessionHandlers } from './session-routes.ts';
export { setUpOrganisation } from './setup.ts';
export { issueToken } from './token-store.ts';
