// SPDX-License-Identifier: Apache-2.0
export {
  claimReceivedMail,
  postponeReceivedMail,
  type ReceivedMail,
  type SettledAs,
  settleReceivedMail,
} from './received-mail-store.ts';
