// SPDX-License-Identifier: Apache-2.0
import type { Finding } from '@belfry/contract';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../shell/announcer.tsx';
import { useShortcuts } from '../shell/shortcuts.tsx';
import { type Decided, decidedReferences } from './decided.ts';
import { UNDO_ID } from './decided-notice.tsx';
import { rowLinkId } from './finding-rows.tsx';

export type FindingRoom = ReturnType<typeof useFindingRoom>;

/** The dialog gives the focus back when it is gone; what comes next takes it after that, unless another one opened. */
const focusLater = (id: string) =>
  setTimeout(() => {
    if (document.querySelector('[role="dialog"]') === null) {
      document.getElementById(id)?.focus();
    }
  }, 250);

/** Which finding has the hand on it, which are checked, what is asked, and what was decided last. */
export function useFindingRoom(items: readonly Finding[]) {
  const { t } = useTranslation();
  const [current, setCurrent] = useState<string>();
  const [checkedAll, setChecked] = useState<readonly string[]>([]);
  const [asked, setAsked] = useState<readonly Finding[]>();
  const [decided, setDecided] = useState<Decided>();
  const order = useRef(items);
  order.current = items;
  const checked = checkedAll.filter((reference) => items.some((one) => one.reference === reference));
  const chosen = checked.length > 0 ? checked : current === undefined ? [] : [current];
  const targets = items.filter((one) => chosen.includes(one.reference));
  const goOn = (gone: readonly string[]) => {
    const at = order.current.findIndex((one) => gone.includes(one.reference));
    const left = order.current.filter((one) => !gone.includes(one.reference));
    const next = left[Math.min(Math.max(at, 0), left.length - 1)];
    setCurrent(next?.reference);
    announce(
      next === undefined
        ? t('findings:all_reviewed')
        : t('findings:next', { reference: next.reference, title: next.rule.title.slice(0, 120) }),
    );
    focusLater(next === undefined ? 'main' : rowLinkId(next.reference));
  };
  return {
    current,
    checked,
    asked,
    decided,
    targets,
    setCurrent,
    check: (references: readonly string[], on: boolean) =>
      setChecked((before) => [
        ...before.filter((one) => !references.includes(one)),
        ...(on ? references : []),
      ]),
    clear: () => setChecked([]),
    ask: () => setAsked(targets.length === 0 ? undefined : targets),
    close: () => setAsked(undefined),
    took: (outcome: Decided) => {
      setAsked(undefined);
      setDecided(outcome);
      setChecked([]);
      const gone = decidedReferences(outcome);
      if (gone.length > 0) {
        goOn(gone);
      }
    },
    undone: (outcome: Decided) => {
      setDecided(outcome);
      const [back] = decidedReferences(outcome);
      if (back !== undefined) {
        setCurrent(back);
        focusLater(rowLinkId(back));
      }
    },
  };
}

/** The keys of the list. Whatever a key does, a visible button or link does too. */
export function useFindingKeys(items: readonly Finding[], room: FindingRoom, mayDecide: boolean): void {
  const step = (by: number) => {
    const at = items.findIndex((one) => one.reference === room.current);
    const next = items[at === -1 ? 0 : Math.min(Math.max(at + by, 0), items.length - 1)];
    if (next !== undefined) {
      document.getElementById(rowLinkId(next.reference))?.focus();
    }
  };
  const { current } = room;
  const undo = {
    does: 'findings:key.undo',
    run: () => document.getElementById(UNDO_ID)?.click(),
    isOff: room.decided === undefined,
  };
  useShortcuts([
    { key: 'j', does: 'findings:key.next', run: () => step(1) },
    { key: 'k', does: 'findings:key.previous', run: () => step(-1) },
    {
      key: 'x',
      does: 'findings:key.check',
      run: () => {
        if (current !== undefined) {
          room.check([current], !room.checked.includes(current));
        }
      },
      isOff: !mayDecide || current === undefined,
    },
    {
      key: 'd',
      does: 'findings:key.dismiss',
      run: room.ask,
      isOff: !mayDecide || room.targets.length === 0,
    },
    { key: 'u', ...undo },
    // The key that takes back in the triage room, for a hand that comes from there.
    { key: 'z', ...undo },
  ]);
}
