// SPDX-License-Identifier: Apache-2.0
export { type OpenBell, openAlarmBell } from './alarm-bell.ts';
export { clearAlarm, nameOfSubject, raiseAlarm } from './alarm-store.ts';
export { tellAgainAt } from './telling.ts';
