// SPDX-License-Identifier: Apache-2.0
export { authorityMessageHandlers } from './authority-message-routes.ts';
export type { Addressee } from './notification.ts';
export type { NotificationParts } from './notification-parts.ts';
export { notificationHandlers } from './notification-routes.ts';
export { peopleBehind, type Returned, returnLetter } from './return-letter.ts';
export { mailSettled } from './submission-steps.ts';
