// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';

let words = '';
const listeners = new Set<() => void>();

/** Says something once to those who hear the page, without moving focus. */
export function announce(text: string): void {
  // The same sentence twice is two events; a no-break space makes the text differ without being heard.
  words = text === words ? `${text}\u00a0` : text;
  for (const listener of listeners) {
    listener();
  }
}

/** The one live region of the application, polite. */
export function LiveRegion() {
  const said = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => words,
  );
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {said}
    </div>
  );
}
