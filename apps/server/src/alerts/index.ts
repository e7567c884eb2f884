// SPDX-License-Identifier: Apache-2.0
export {
  type AlertLimits,
  audienceAgain,
  audienceOf,
  isAlarming,
  nextAt,
  nextRing,
  stepOf,
} from './alert.ts';
export { blindLetter, toldLetter } from './alert-letter.ts';
export { alertHandlers } from './alert-routes.ts';
export {
  type AlertAbout,
  activePeople,
  claimDueAlert,
  type DueAlert,
  endAlert,
  endDeadline,
  insertAlert,
  isAnswered,
  raiseDeadline,
  writeStep,
} from './alert-store.ts';
export { isOpen, markChanges, marksToRing } from './deadline-mark.ts';
export {
  claimDueMarks,
  type DueMarks,
  dropMarks,
  insertReminder,
  keptMarks,
  writeMarks,
} from './deadline-mark-store.ts';
