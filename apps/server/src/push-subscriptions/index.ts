// SPDX-License-Identifier: Apache-2.0
export { pushSubscriptionHandlers } from './push-subscription-routes.ts';
export { deviceById } from './push-subscription-store.ts';
export { encryptPush, type PushIdentity, pushIdentity, vapidHeader } from './web-push.ts';
