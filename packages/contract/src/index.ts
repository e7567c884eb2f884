// SPDX-License-Identifier: Apache-2.0
export * from './account.ts';
export * from './alerts.ts';
export * from './classification.ts';
export * from './client.ts';
export * from './feedback.ts';
export * from './history.ts';
export * from './identifiers.ts';
export * from './incidents.ts';
export * from './limits.ts';
export { openApi } from './openapi.ts';
export * from './organisation.ts';
export * from './people.ts';
export * from './permissions.ts';
export * from './problems.ts';
export * from './reports.ts';
export * from './route.ts';
export { routes } from './routes.ts';
export * from './sessions.ts';
