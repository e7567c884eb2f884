// SPDX-License-Identifier: Apache-2.0
import type { KnownZone } from './source-table.ts';

/**
 * The zones of sources, for times that state none. An entry is read in the zone that held when we received it: read
 * again in ten years, or compared with what was indexed, it says the same, whatever was set since.
 */
export class SourceZones {
  #bySource = new Map<string, KnownZone[]>();

  know(zones: readonly KnownZone[]): void {
    const bySource = new Map<string, KnownZone[]>();
    for (const zone of zones.toSorted((a, b) => b.sinceMs - a.sinceMs)) {
      const ofSource = bySource.get(zone.sourceId) ?? [];
      ofSource.push(zone);
      bySource.set(zone.sourceId, ofSource);
    }
    this.#bySource = bySource;
  }

  /** Null where none was set: UTC. */
  zoneOf(sourceId: string, receivedUs: number): string | null {
    const zones = this.#bySource.get(sourceId);
    return zones?.find(({ sinceMs }) => sinceMs * 1_000 <= receivedUs)?.timeZone ?? null;
  }
}
