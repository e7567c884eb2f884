// SPDX-License-Identifier: Apache-2.0
export { asMessageId, isAddress, type Letter, nextAttemptAt, withoutAddress, withoutTag } from './mail.ts';
export {
  type MailParts,
  mailGoesOut,
  mailInRecord,
  reasonNotSending,
  type SettledMail,
  sendDueMail,
} from './mail-goes-out.ts';
export { bounceMail, type MailRow, type MailThread, queueMail, requeueMail, skipMail } from './mail-store.ts';
export { type DkimKey, MailNotTaken, type MailTransport, smtpTransport } from './smtp.ts';
