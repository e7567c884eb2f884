// SPDX-License-Identifier: Apache-2.0
import { useShortcuts } from '../shell/shortcuts.tsx';
import { rowLinkId } from './queue-table.tsx';
import { reportHeadingId } from './triage-report.tsx';
import { focusOn, type TriageRoom } from './triage-room.ts';
import { type Chosen, verbs } from './verbs.ts';

/** The keys of the triage room. Whatever a key does, a visible button or link does too. */
export function useTriageKeys(parts: {
  items: readonly Chosen[];
  room: TriageRoom;
  mayDecide: boolean;
}): void {
  const { items, room, mayDecide } = parts;
  const step = (by: number) => {
    const at = items.findIndex((one) => one.reference === room.selected);
    const next = items[at === -1 ? 0 : Math.min(Math.max(at + by, 0), items.length - 1)];
    if (next !== undefined) {
      room.select(next.reference);
      focusOn(rowLinkId(next.reference));
    }
  };
  const hasTarget = room.checked.length > 0 || room.selected !== undefined;
  useShortcuts([
    { key: 'j', does: 'triage:key.next', run: () => step(1) },
    { key: 'k', does: 'triage:key.previous', run: () => step(-1) },
    { key: 'ArrowDown', does: 'triage:key.next', run: () => step(1), isOff: !inQueue() },
    { key: 'ArrowUp', does: 'triage:key.previous', run: () => step(-1), isOff: !inQueue() },
    {
      key: 'x',
      does: 'triage:key.check',
      run: () => checkSelected(room),
      isOff: room.selected === undefined,
    },
    {
      key: 'o',
      does: 'triage:key.read',
      run: () => focusOn(reportHeadingId),
      isOff: room.selected === undefined,
    },
    { key: 'Escape', does: 'triage:key.back', run: room.back, isOff: room.selected === undefined },
    ...verbs.map(({ verb, key }) => ({
      key,
      does: `triage:verb.${verb}`,
      run: () => room.open(verb),
      isOff: !mayDecide || !hasTarget,
    })),
    {
      key: 'm',
      does: 'triage:key.move',
      run: () => press('move-checked', 'move-report'),
      isOff: !mayDecide || !hasTarget,
    },
    {
      key: 't',
      does: 'triage:key.take',
      run: () => press('take-report'),
      isOff: !mayDecide || room.selected === undefined,
    },
    {
      key: 'z',
      does: 'triage:key.undo',
      run: () => document.getElementById('undo-decision')?.click(),
      isOff: room.decided === undefined,
    },
  ]);
}

/** Presses the first of these buttons that is there. */
function press(...ids: readonly string[]): void {
  ids
    .map((id) => document.getElementById(id))
    .find((button) => button !== null)
    ?.click();
}

/** Arrows move through the queue only while the focus is in it; elsewhere they scroll. */
function inQueue(): boolean {
  return document.activeElement?.closest('.queue') != null;
}

function checkSelected(room: TriageRoom): void {
  if (room.selected !== undefined) {
    room.check(room.selected, !room.checked.includes(room.selected));
  }
}
