// SPDX-License-Identifier: Apache-2.0

export { systemClock } from '../platform/clock/clock.ts';
export { type BackUpOptions, type BackUpResult, backUp } from './back-up.ts';
export { examine, type Finding } from './doctor.ts';
export { openExistingCluster, withDatabase } from './open-for-command.ts';
export { OperationFailure } from './operation-failure.ts';
export { type RestoreOptions, type RestoreResult, restore } from './restore.ts';
