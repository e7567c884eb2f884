// SPDX-License-Identifier: Apache-2.0
export { profileHandlers } from './profile-routes.ts';
export { latestProfile, type Profile, profileAt } from './profile-store.ts';
