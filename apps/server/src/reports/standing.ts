// SPDX-License-Identifier: Apache-2.0
import type { ReporterStanding, ReportState } from '@belfry/contract';

/** What became of the incident a report belongs to, in one word; null while it belongs to none. */
export type Fate = 'taken_up' | 'resolved' | 'closed' | 'dismissed';

interface Told {
  readonly state: ReportState;
  readonly unread_from_reporter: number;
}

/** Where a report stands, as its reporter is told. Nothing of the incident but what became of it. */
export function standingOf(report: Told, fate: Fate | null): ReporterStanding {
  switch (report.state) {
    case 'asked':
      return report.unread_from_reporter > 0 ? 'answered' : 'asked';
    case 'accepted':
      return fate ?? 'taken_up';
    case 'duplicate':
      return fate ?? 'joined';
    default:
      return report.state;
  }
}

/**
 * When the desk looks at a report at the latest: the end of the next working day, Monday to Friday, in the zone of
 * the organisation. Null where nothing is awaited from the desk, or where the law sets other times.
 */
export function answerBy(
  report: { readonly kind: string; readonly reported_at: Date; readonly snoozed_until: Date | null },
  standing: ReporterStanding,
  timeZone: string,
): Date | null {
  if (report.kind === 'whistleblowing') {
    return null;
  }
  if (standing === 'snoozed') {
    return report.snoozed_until;
  }
  if (standing !== 'waiting') {
    return null;
  }
  const received = Temporal.Instant.fromEpochMilliseconds(report.reported_at.getTime());
  let day = received.toZonedDateTimeISO(timeZone).toPlainDate().add({ days: 1 });
  while (day.dayOfWeek > 5) {
    day = day.add({ days: 1 });
  }
  const closing = day.toZonedDateTime({ timeZone, plainTime: '17:00' });
  return new Date(closing.epochMilliseconds);
}
