// SPDX-License-Identifier: Apache-2.0
export { type KnownCaller, knownCallers } from './caller-store.ts';
export { contactHandlers } from './contact-routes.ts';
export { countryOf } from './contact-store.ts';
export { phoneEnding, phoneKey } from './phone-number.ts';
