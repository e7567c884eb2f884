// SPDX-License-Identifier: Apache-2.0
export { huntHandlers } from './hunt-routes.ts';
