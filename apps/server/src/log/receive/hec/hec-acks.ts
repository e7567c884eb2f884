// SPDX-License-Identifier: Apache-2.0
import type { Clock } from '../../../platform/clock/clock.ts';
import { logLimits } from '../../log-limits.ts';

interface Channel {
  readonly sourceId: string;
  next: number;
  readonly unasked: Set<number>;
  usedMs: number;
}

/**
 * Acknowledgements a sender has not asked for yet. Each is true from the start, because a request is answered once
 * its events are on disk; it is forgotten when it was told. All of them share one bound, of which each source has a
 * share, so that none keeps the others from theirs. After a restart nothing is known, and senders send again what they have no acknowledgement for.
 */
export class HecAcks {
  readonly #clock: Clock;
  readonly #channels = new Map<string, Channel>();
  #pending = 0;
  readonly #ofSource = new Map<string, { channels: number; pending: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns null while too many wait to be asked for */
  next(sourceId: string, channel: string): number | null {
    this.#forgetIdle();
    const name = `${sourceId} ${channel}`;
    const known = this.#channels.get(name);
    const own = this.#ofSource.get(sourceId) ?? { channels: 0, pending: 0 };
    const { hecChannelsMax, hecChannelsOfSourceMax, hecPendingAcksMax, hecPendingAcksOfSourceMax } =
      logLimits;
    const hasRoom = this.#channels.size < hecChannelsMax && own.channels < hecChannelsOfSourceMax;
    if (known === undefined && !hasRoom) return null;
    if (this.#pending >= hecPendingAcksMax || own.pending >= hecPendingAcksOfSourceMax) return null;
    const used = known ?? { sourceId, next: 0, unasked: new Set<number>(), usedMs: 0 };
    if (known === undefined) own.channels += 1;
    own.pending += 1;
    this.#ofSource.set(sourceId, own);
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
      if (isDone) this.#told(sourceId, 1);
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
    for (const [name, { sourceId, unasked, usedMs }] of this.#channels) {
      if (usedMs > oldestMs) return;
      this.#channels.delete(name);
      const own = this.#told(sourceId, unasked.size);
      own.channels -= 1;
      if (own.channels === 0) this.#ofSource.delete(sourceId);
    }
  }

  #told(sourceId: string, count: number) {
    const own = this.#ofSource.get(sourceId) ?? { channels: 0, pending: 0 };
    this.#pending -= count;
    own.pending -= count;
    return own;
  }
}
