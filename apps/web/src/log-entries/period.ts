// SPDX-License-Identifier: Apache-2.0

/** Periods one chooses by name; any other is two moments. */
export const periodNames = ['15m', '1h', '24h', '7d', 'all'] as const;
type PeriodName = (typeof periodNames)[number];

const MINUTE_MS = 60_000;
const lengthsMs: Readonly<Record<Exclude<PeriodName, 'all'>, number>> = {
  '15m': 15 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '24h': 24 * 60 * MINUTE_MS,
  '7d': 7 * 24 * 60 * MINUTE_MS,
};

export interface Bounds {
  readonly from?: string;
  readonly until?: string;
}

type State = Readonly<Record<string, string | undefined>>;

/** Which period an address names; undefined when it asks for nothing yet. */
export function periodIn(state: State): PeriodName | 'custom' | undefined {
  const { period } = state;
  return period === 'custom' ? 'custom' : periodNames.find((one) => one === period);
}

/** The moments a period means now. A period by name has no end of its own: the desk closes it when it is asked. */
export function boundsOf(state: State, now: number): Bounds {
  const period = periodIn(state);
  if (period === undefined || period === 'all') {
    return {};
  }
  if (period !== 'custom') {
    return { from: new Date(now - lengthsMs[period]).toISOString() };
  }
  const from = momentIn(state['from']);
  const until = momentIn(state['until']);
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
}

function momentIn(text: string | undefined): string | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
