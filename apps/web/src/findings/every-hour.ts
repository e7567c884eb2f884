// SPDX-License-Identifier: Apache-2.0
import { type FindingWhole, limits } from '@belfry/contract';

type Hours = FindingWhole['hours'];
const hourMs = 3_600_000;

/** Every hour between the first and the last one, with none where nothing was found: a gap is to be seen as one. */
export function everyHour(hours: Hours): Hours {
  const counts = new Map(hours.map(({ at, count }) => [Date.parse(at), count]));
  const known = [...counts.keys()];
  if (known.length === 0) {
    return [];
  }
  const last = Math.max(...known);
  const first = Math.max(Math.min(...known), last - (limits.findingHoursMax - 1) * hourMs);
  const bars: Hours[number][] = [];
  for (let at = first; at <= last; at += hourMs) {
    bars.push({ at: new Date(at).toISOString(), count: counts.get(at) ?? 0 });
  }
  return bars;
}
