// SPDX-License-Identifier: Apache-2.0
import { useContext, useSyncExternalStore } from 'react';
import { SessionContext } from '../shell/session.ts';

const rememberedAs = 'belfry.zone';
const listeners = new Set<() => void>();
// An address may carry `zone=utc`, so that a link in a call shows everyone the same hours.
let isUtc =
  localStorage.getItem(rememberedAs) === 'utc' ||
  new URLSearchParams(window.location.search).get('zone') === 'utc';

function setUtc(on: boolean): void {
  isUtc = on;
  localStorage.setItem(rememberedAs, on ? 'utc' : 'organisation');
  for (const listener of listeners) {
    listener();
  }
}

export interface Zone {
  /** IANA name to show hours in. */
  readonly name: string;
  readonly ofOrganisation: string;
  readonly isUtc: boolean;
  setUtc(on: boolean): void;
}

/** The zone hours are shown in: the organisation's, or UTC by choice. Never silently the browser's. */
export function useZone(): Zone {
  const utc = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isUtc,
  );
  const ofOrganisation = useContext(SessionContext)?.organisation.timeZone ?? 'Europe/Brussels';
  return { name: utc ? 'UTC' : ofOrganisation, ofOrganisation, isUtc: utc, setUtc };
}
