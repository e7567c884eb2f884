// SPDX-License-Identifier: Apache-2.0
export { isAddress, type Letter } from './mail.ts';
export { type MailParts, mailGoesOut, type SettledMail, sendDueMail } from './mail-goes-out.ts';
export { queueMail } from './mail-store.ts';
export { MailNotTaken, type MailTransport, smtpTransport } from './smtp.ts';
