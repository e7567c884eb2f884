// SPDX-License-Identifier: Apache-2.0
export { assistanceEnds, assistanceRequestHandlers } from './assistance-request-routes.ts';
