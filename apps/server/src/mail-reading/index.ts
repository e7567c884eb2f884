// SPDX-License-Identifier: Apache-2.0
export { readMailApart } from './mail-reader.ts';
export type { MailPart, MailTakenApart } from './read-mail.ts';
export { reportMailHandlers } from './report-mail-routes.ts';
