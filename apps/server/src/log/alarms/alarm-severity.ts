// SPDX-License-Identifier: Apache-2.0
import { type LogAlarmKind, type Severity, severities } from '@belfry/contract';

export type AlarmFacts = Readonly<Record<string, string | number>>;

const ofKind: Readonly<Record<LogAlarmKind, Severity>> = {
  no_checkpoint: 'critical',
  disk: 'important',
  source_silent: 'important',
  clock: 'important',
  signing_key: 'critical',
  index_behind: 'medium',
  detection_behind: 'important',
  verification_failed: 'critical',
  time_stamp: 'medium',
  witness: 'medium',
  receiver: 'important',
  log_stopped: 'critical',
  rollback: 'critical',
};

const ofDisk: Readonly<Record<string, Severity>> = { warn: 'medium', alarm: 'important', closed: 'critical' };

/** How bad it is. A disk is as bad as it is full. */
export function severityOf(kind: LogAlarmKind, facts: AlarmFacts): Severity {
  return (kind === 'disk' ? ofDisk[String(facts['level'])] : undefined) ?? ofKind[kind];
}

export function isWorse(now: Severity, before: Severity): boolean {
  return severities.indexOf(now) < severities.indexOf(before);
}
