// SPDX-License-Identifier: Apache-2.0
export { authorityMessageHandlers } from './authority-message-routes.ts';
export { type Addressee, whatLeaves } from './notification.ts';
export { titleOf } from './notification-letter.ts';
export type { NotificationParts } from './notification-parts.ts';
export { notificationHandlers } from './notification-routes.ts';
export { findNotification } from './notification-store.ts';
export { mailSettled } from './submission-steps.ts';
