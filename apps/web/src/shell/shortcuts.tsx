// SPDX-License-Identifier: Apache-2.0
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';

export interface Shortcut {
  /** `KeyboardEvent.key`, for example `1`, `j`, `ArrowDown`, `?`. */
  readonly key: string;
  /** Message id of what it does. */
  readonly does: string;
  readonly run: () => void;
  /** Whether it works now; it stays in the help either way. */
  readonly isOff?: boolean;
}

interface Desk {
  readonly areOn: boolean;
  setOn(on: boolean): void;
  add(list: { current: readonly Shortcut[] }): () => void;
  all(): readonly Shortcut[];
}

const Shortcuts = createContext<Desk | null>(null);
const rememberedAs = 'belfry.keys';

/**
 * Single keys that act. They can be switched off as a whole (WCAG 2.1.4), and never act while somebody
 * writes or a dialog is open.
 */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const [areOn, setAreOn] = useState(() => localStorage.getItem(rememberedAs) !== 'off');
  const lists = useRef(new Set<{ current: readonly Shortcut[] }>());
  const desk = useMemo<Desk>(
    () => ({
      areOn,
      setOn: (on) => {
        localStorage.setItem(rememberedAs, on ? 'on' : 'off');
        setAreOn(on);
      },
      add: (list) => {
        lists.current.add(list);
        return () => lists.current.delete(list);
      },
      all: () => [...lists.current].flatMap((list) => list.current),
    }),
    [areOn],
  );
  useEffect(() => {
    if (!areOn) {
      return;
    }
    const act = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        isWriting(event.target)
      ) {
        return;
      }
      const found = desk.all().findLast((one) => one.key === event.key && one.isOff !== true);
      if (found !== undefined && document.querySelector('[role="dialog"]') === null) {
        event.preventDefault();
        found.run();
      }
    };
    document.addEventListener('keydown', act);
    return () => document.removeEventListener('keydown', act);
  }, [desk, areOn]);
  return <Shortcuts value={desk}>{children}</Shortcuts>;
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input:not([type="checkbox"]), textarea, select') !== null)
  );
}

export function useShortcutDesk(): Desk {
  const desk = useContext(Shortcuts);
  if (desk === null) {
    throw new Error('Cannot add shortcuts: this screen stands outside the shell');
  }
  return desk;
}

/** Keys of this screen, for as long as it is shown. */
export function useShortcuts(list: readonly Shortcut[]): void {
  const desk = useShortcutDesk();
  const current = useRef(list);
  current.current = list;
  const { add } = desk;
  useEffect(() => add(current), [add]);
}
