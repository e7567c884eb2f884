// SPDX-License-Identifier: Apache-2.0
import type { ClockState } from '@belfry/contract';
import type { Clock } from '../../platform/clock/clock.ts';
import { systemTimer, type Timer } from '../../platform/jobs/index.ts';
import type { AlarmBell } from '../house.ts';
import { logLimits } from '../log-limits.ts';
import { type AskedServer, askServer } from './ask-server.ts';
import { agreedOffset } from './sntp.ts';

export interface ClockParts {
  /** Approved sources, from the operator's configuration only. */
  readonly servers: readonly string[];
  readonly clock: Clock;
  readonly alarms: AlarmBell;
  readonly monotonicNs?: () => bigint;
  readonly timer?: Timer;
  readonly limits?: Partial<Record<'clockLookMs' | 'clockAnswerMsMax', number>>;
}

export interface ClockFigures {
  readonly state: ClockState;
  readonly offsetMs: number | null;
  readonly comparedAt: Date | null;
  readonly servers: readonly AskedServer[];
}

export interface ClockWatch {
  /** What our clock is worth right now; cheap, it is asked for every batch. */
  readonly state: ClockState;
  readonly figures: ClockFigures;
  /** Compares now. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

const SUBJECT = 'time sources';
/** A comparison holds for so long; without a newer one nothing is known. */
const HOLDS_MS = 10 * 60_000;
/** The wall clock moved against the monotonic one since it was compared: that comparison is worth nothing. */
const MOVED_MS_MAX = 2_000;
/** A source that asked us to stay away is left alone for so long (RFC 4330 section 8). */
const AWAY_MS = 60 * 60_000;

interface Compared {
  readonly atMs: number;
  readonly atNs: bigint;
  readonly offsetMs: number;
}

/** Compares the clock with approved external sources each minute; without one it is compared with nothing. */
export function startClockWatch(parts: ClockParts): ClockWatch {
  const { alarms, clock, monotonicNs = process.hrtime.bigint, servers, timer = systemTimer } = parts;
  const limits = { ...logLimits, ...parts.limits };
  const stopped = new AbortController();
  const leaveAloneUntilNs = new Map<string, bigint>();
  const startedNs = monotonicNs();
  let compared: Compared | null = null;
  let asked: readonly AskedServer[] = [];
  let looking: Promise<void> | null = null;
  let cancel = () => {};

  const sinceMs = (ns: bigint) => Number(monotonicNs() - ns) / 1e6;
  const hasMoved = ({ atMs, atNs }: Compared) =>
    Math.abs(clock.now().getTime() - atMs - sinceMs(atNs)) > MOVED_MS_MAX;
  const stateNow = (): ClockState => {
    if (compared === null || sinceMs(compared.atNs) > HOLDS_MS || hasMoved(compared)) return 'unknown';
    return Math.abs(compared.offsetMs) > limits.clockOffsetMsMax ? 'disagrees' : 'synchronised';
  };
  const compare = async () => {
    const clocks = { nowMs: () => clock.now().getTime(), monotonicNs };
    const open = servers.filter((server) => (leaveAloneUntilNs.get(server) ?? 0n) <= monotonicNs());
    const answers = await Promise.all(
      open.map((server) => askServer(server, clocks, limits.clockAnswerMsMax, stopped.signal)),
    );
    if (stopped.signal.aborted) return;
    for (const { failure, server } of answers) {
      if (failure?.startsWith('kiss_') !== true) continue;
      leaveAloneUntilNs.set(server, monotonicNs() + BigInt(AWAY_MS) * 1_000_000n);
    }
    asked = [...asked.filter(({ server }) => !open.includes(server)), ...answers];
    judge(answers);
  };
  const judge = (answers: readonly AskedServer[]) => {
    const offsets = answers.flatMap(({ offsetMs }) => offsetMs ?? []);
    const agreed = agreedOffset(offsets, limits.clockOffsetMsMax);
    if (agreed !== null) {
      compared = { atMs: clock.now().getTime(), atNs: monotonicNs(), offsetMs: agreed };
      if (Math.abs(agreed) <= limits.clockOffsetMsMax) alarms.clear('clock', SUBJECT);
      else alarms.raise('clock', SUBJECT, { reason: 'offset', offsetSeconds: Math.round(agreed) / 1_000 });
      return;
    }
    if (offsets.length > 0) {
      compared = null;
      alarms.raise('clock', SUBJECT, { reason: 'sources_disagree', sources: offsets.length });
    } else if (sinceMs(compared?.atNs ?? startedNs) > HOLDS_MS) {
      alarms.raise('clock', SUBJECT, { reason: 'no_answer', sources: servers.length });
    }
  };
  const look = () => {
    looking ??= compare().finally(() => {
      looking = null;
    });
    return looking;
  };
  const again = () => {
    if (stopped.signal.aborted) return;
    cancel = timer.after(limits.clockLookMs, () => void look().finally(again));
  };
  if (servers.length > 0) void look().finally(again);
  return {
    get state() {
      return stateNow();
    },
    get figures() {
      const at = compared === null ? null : new Date(compared.atMs);
      return { state: stateNow(), offsetMs: compared?.offsetMs ?? null, comparedAt: at, servers: asked };
    },
    look,
    stop: async () => {
      stopped.abort();
      cancel();
      await looking;
    },
  };
}
