// SPDX-License-Identifier: Apache-2.0
import type { Clock } from '../../../platform/clock/clock.ts';
import { logLimits } from '../../log-limits.ts';

interface Channel {
  next: number;
  readonly unasked: Set<number>;
  usedMs: number;
}

/**
 * Acknowledgements a sender has not asked for yet. Each is true from the start, because a request is answered once
 * its events are on disk; it is forgotten when it was told. All of them share one bound, so that no sender's channels
 * grow without end. After a restart nothing is known, and senders send again what they have no acknowledgement for.
 */
export class HecAcks {
  readonly #clock: Clock;
  readonly #channels = new Map<string, Channel>();
  #pending = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns null while too many wait to be asked for */
  next(sourceId: string, channel: string): number | null {
    this.#forgetIdle();
    const name = `${sourceId} ${channel}`;
    const known = this.#channels.get(name);
    if (known === undefined && this.#channels.size >= logLimits.hecChannelsMax) return null;
    if (this.#pending >= logLimits.hecPendingAcksMax) return null;
    const used = known ?? { next: 0, unasked: new Set<number>(), usedMs: 0 };
    this.#use(name, used);
    const id = used.next;
    used.next += 1;
    used.unasked.add(id);
    this.#pending += 1;
    return id;
  }

  /** Which of these are on disk; each is told once. */
  tell(sourceId: string, channel: string, ids: readonly number[]): Record<string, boolean> {
    const name = `${sourceId} ${channel}`;
    const known = this.#channels.get(name);
    if (known !== undefined) this.#use(name, known);
    const told = ids.map((id) => {
      const isDone = known?.unasked.delete(id) ?? false;
      if (isDone) this.#pending -= 1;
      return [String(id), isDone];
    });
    return Object.fromEntries(told);
  }

  /** The channel used last stands last: who is idle stands first. */
  #use(name: string, channel: Channel): void {
    channel.usedMs = this.#clock.now().getTime();
    this.#channels.delete(name);
    this.#channels.set(name, channel);
  }

  #forgetIdle(): void {
    const oldestMs = this.#clock.now().getTime() - logLimits.hecChannelIdleMsMax;
    for (const [name, { unasked, usedMs }] of this.#channels) {
      if (usedMs > oldestMs) return;
      this.#channels.delete(name);
      this.#pending -= unasked.size;
    }
  }
}
