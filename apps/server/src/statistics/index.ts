// SPDX-License-Identifier: Apache-2.0
export { statisticsHandlers } from './statistics-routes.ts';
export { reportsAreTallied } from './statistics-store.ts';
