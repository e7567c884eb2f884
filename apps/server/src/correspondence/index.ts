// SPDX-License-Identifier: Apache-2.0
export { acknowledgement, acknowledging } from './acknowledgement.ts';
export { messageOf, reportOf } from './mail-report.ts';
export {
  decideMail,
  isAnswerOfProgram,
  type MailDecision,
  type MailFacts,
  partiesOf,
  signedFor,
} from './mail-thread.ts';
export {
  conversationOf,
  conversationsAnswered,
  conversationsRelated,
  isMadeReport,
  lockThreads,
  mailReturned,
  ownAddressesOf,
  receiptsLately,
  sameMail,
  speakerOf,
  writeFindings,
} from './mail-thread-store.ts';
export { correspondenceHandlers } from './mails-routes.ts';
export { threadOfOutgoing } from './outgoing-thread-store.ts';
export { createReplyAddresses, type ReplyAddresses } from './reply-address.ts';
