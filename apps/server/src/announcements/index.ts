// SPDX-License-Identifier: Apache-2.0
export { type AnnouncementParts, announcementHandlers } from './announcement-routes.ts';
export { settleShown, type WhenTold } from './announcement-steps.ts';
export { announcementsAreMailed } from './announcements-are-mailed.ts';
