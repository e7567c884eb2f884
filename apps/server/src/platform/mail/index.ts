// SPDX-License-Identifier: Apache-2.0
export {
  asMessageId,
  isAddress,
  type Letter,
  type MailAttachment,
  nextAttemptAt,
  withoutAddress,
  withoutTag,
} from './mail.ts';
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
export { takeBackMail } from './take-back-mail.ts';
