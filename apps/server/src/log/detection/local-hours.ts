// SPDX-License-Identifier: Apache-2.0
import { zoneOffsetS } from '../normal-form/index.ts';

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type LocalDay = (typeof days)[number];

const hourS = 3_600;
const dayS = 86_400;
/** The first of January 1970 was a Thursday. */
const firstDay = 4;

/**
 * The hour and the day of the week where the organisation is. The time modifiers of Sigma are of UTC, and nobody's
 * office keeps hours in UTC.
 */
export class LocalHours {
  #timeZone: string;

  constructor(timeZone = 'UTC') {
    this.#timeZone = timeZone;
  }

  /** @param timeZone IANA name; none, or one that is unknown, is UTC */
  know(timeZone: string | null): void {
    this.#timeZone = timeZone ?? 'UTC';
  }

  at(ms: number): { readonly hour: number; readonly day: LocalDay } {
    const utcS = Math.floor(ms / 1_000);
    const localS = this.#timeZone === 'UTC' ? utcS : utcS + zoneOffsetS(this.#timeZone, utcS);
    const hour = Math.floor((localS - Math.floor(localS / dayS) * dayS) / hourS);
    return { hour, day: days[(((Math.floor(localS / dayS) + firstDay) % 7) + 7) % 7] ?? 'monday' };
  }
}
