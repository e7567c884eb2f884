// SPDX-License-Identifier: Apache-2.0
export { serveHooks } from './hook-routes.ts';
export { repeatsAreCounted } from './record-repeats.ts';
export { webhookHandlers } from './webhook-routes.ts';
export { createWebhookSecrets } from './webhook-secret.ts';
