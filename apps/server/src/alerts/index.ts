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
  insertAlert,
  isAnswered,
  writeStep,
} from './alert-store.ts';
