// SPDX-License-Identifier: Apache-2.0
export { createMailIn, type MailIn, type MailInParts } from './mail-in.ts';
export { mailboxHandlers } from './mailbox-routes.ts';
export { receiveMail } from './receive-mail.ts';
export {
  claimReceivedMail,
  postponeReceivedMail,
  type ReceivedMail,
  type SettledAs,
  settleReceivedMail,
} from './received-mail-store.ts';
