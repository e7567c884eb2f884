// SPDX-License-Identifier: Apache-2.0
export {
  type AlertLimits,
  type AlertStep,
  audienceAgain,
  audienceOf,
  isAlarming,
  keptQuietUntil,
  nextAt,
  nextLimitRing,
  nextRing,
  type Recipient,
  stepOf,
} from './alert.ts';
export {
  type AlertSubject,
  type AlertWords,
  blindLetter,
  blindWords,
  manyWords,
  toldLetter,
  toldWords,
} from './alert-letter.ts';
export { findAlerts } from './alert-list-store.ts';
export { alertHandlers } from './alert-routes.ts';
export {
  type AlertAbout,
  activePeople,
  claimDueAlerts,
  type DueAlert,
  endAlert,
  endLimitPage,
  insertAlert,
  insertTestCall,
  isAnswered,
  raiseLimitPages,
  type WrittenStep,
  writeCalledWith,
  writeSteps,
} from './alert-store.ts';
export { isOpen, markChanges, marksToRing } from './limit-mark.ts';
export {
  claimDueMarks,
  type DueMarks,
  dropMarks,
  insertReminders,
  keptMarks,
  writeMarks,
} from './limit-mark-store.ts';
export { isTimeZone } from './quiet-hours.ts';
