// SPDX-License-Identifier: Apache-2.0
export { storableMediaType, storableName } from './attachment-name.ts';
export { readUpload, readUploadWhole, sendFile, type UploadRead } from './attachment-transfer.ts';
export { type Classes, classifyReport } from './classify-report.ts';
export {
  addOwnFiles,
  hearReporter,
  withdrawFound,
  withdrawReport,
  writeToReporter,
} from './correspondence.ts';
export {
  acceptInto,
  type Decided,
  decideReport,
  type IncidentNamed,
  reportToAccept,
  type Undone,
  undoDecision,
} from './decide-report.ts';
export { gathersStill } from './gathers-still.ts';
export { type IdentityParts, identityHandlers } from './identity-routes.ts';
export { answerIdentity, withdrawIdentity } from './identity-steps.ts';
export {
  markSeen,
  type OwnMessage,
  type OwnReport,
  ownFilesOf,
  presentOwnReport,
  readOwnReport,
} from './own-report.ts';
export { PERSONAL_LINK, personalLinkWords, withPersonalLink } from './personal-link.ts';
export { createReceipts, grouped, openReceiptKey, type Receipts, readReceipt } from './receipt.ts';
export {
  type Arrival,
  type Received,
  type ReceiveReport,
  type Routed,
  receiveReport,
} from './receive-report.ts';
export { type KeptFile, languageOf, type ReportContent, titleOf } from './report.ts';
export { type ReportParts, reportHandlers } from './report-routes.ts';
export { reportsOfIncidents, searchReports } from './report-search-store.ts';
export {
  attachmentsOf,
  findReportById,
  insertAttachments,
  messagesOf,
  presentAttachment,
  presentMessage,
  presentReport,
  type ReportRow,
  reportOfReceipt,
  writeOccurrences,
} from './report-store.ts';
export { type Fate, standingOf } from './standing.ts';
export { sendLinkAgain } from './tell-reporter.ts';
