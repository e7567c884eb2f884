// SPDX-License-Identifier: Apache-2.0
import {
  type AlertLimits,
  activePeople,
  audienceAgain,
  audienceOf,
  blindLetter,
  claimDueAlert,
  type DueAlert,
  nextAt,
  nextRing,
  stepOf,
  toldLetter,
  writeStep,
} from '../alerts/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { isAddress, queueMail } from '../platform/mail/index.ts';

export interface ClimbParts {
  readonly database: Database;
  readonly limits: AlertLimits;
  readonly publicUrl: () => string;
}

const climbs = systemActor('alert-climbs');
const events = { send: 'alert.sent', repeat: 'alert.repeated', climb: 'alert.climbed' } as const;

/** An alert goes out, repeats, and climbs to deputies and handlers until somebody answers. */
export function alertClimbs(parts: ClimbParts): DueWork {
  return { name: climbs.process, lookEveryMs: 1_000, doBatch: () => takeDueStep(parts) };
}

/**
 * Takes the step of one due alert. The step, its mails and its entry are one transaction: a crash leaves the
 * alert due, and nobody is told half.
 */
export async function takeDueStep(parts: ClimbParts): Promise<boolean> {
  return parts.database.change(climbs, async (changing) => {
    const alert = await claimDueAlert(changing.sql, changing.now);
    if (alert !== null) {
      await takeStep(changing, alert, parts);
    }
    return alert !== null;
  });
}

async function takeStep(changing: Changing, alert: DueAlert, parts: ClimbParts): Promise<void> {
  const active = await activePeople(changing.sql);
  const step = stepOf(alert, parts.limits);
  const reached = active.filter((person) => alert.alertedIds.includes(person.id));
  const ring = step === 'repeat' ? [] : nextRing(active, alert.alertedIds);
  const again = audienceAgain(reached, alert.about);
  const fresh = audienceOf(ring, alert.about);
  // The first sending is no repeat, unless there was nobody to send to.
  const repeats = step === 'send' && ring.length > 0 ? alert.repeats : alert.repeats + 1;
  const about = { ...alert.about, repeats };
  const publicUrl = parts.publicUrl();
  const letters = [
    ...[...again.told, ...fresh.told].map((person) => toldLetter(person, about, publicUrl)),
    ...[...again.blind, ...fresh.blind].map((person) => blindLetter(person, about, publicUrl)),
  ];
  for (const letter of letters.filter((letter) => isAddress(letter.to))) {
    await queueMail(changing, letter);
  }
  const joined = [...fresh.told, ...fresh.blind];
  await writeStep(changing.sql, alert.id, {
    repeats,
    nextAt: nextAt(changing.now, repeats, parts.limits),
    alertedIds: [...alert.alertedIds, ...joined.map((person) => person.id)],
  });
  changing.record({
    event: step === 'climb' && joined.length === 0 ? events.repeat : events[step],
    subject: { kind: 'alert', id: alert.id, reference: alert.about.reference },
    ...(alert.about.kind === 'incident'
      ? { incident: { id: alert.about.id, reference: alert.about.reference } }
      : { reportId: alert.about.id }),
    changes: [
      {
        field: 'alerted',
        from: reached.map((person) => person.name),
        to: [...reached, ...joined].map((person) => person.name),
      },
      { field: 'repeats', from: alert.repeats, to: repeats },
    ],
    ...(letters.length === 0 ? { reason: 'nobody is active who could be alerted' } : {}),
  });
}
