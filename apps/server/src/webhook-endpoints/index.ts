// SPDX-License-Identifier: Apache-2.0
export { renderCall, type Told } from './recipe.ts';
export { signedHeaders } from './signature.ts';
export { webhookEndpointHandlers } from './webhook-endpoint-routes.ts';
export { endpointById, type KeptEndpoint } from './webhook-endpoint-store.ts';
