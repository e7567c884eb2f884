// SPDX-License-Identifier: Apache-2.0
import { type FieldValue, type Notification, ProblemError } from '@belfry/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { client, mayComeRight, reading } from '../api.ts';
import { noteOwnChange } from '../shell/own-changes.ts';
import { useUnsavedWords } from '../ui/unsaved.ts';
import { conflictsOf, type Edits, leftAfter, sendableOf, versionOf, without } from './draft.ts';

const saveAfterMs = 800;
const tryAgainAfterMs = 5_000;

export interface Draft {
  /** What stands in a field now: what was typed, else what the desk has. */
  valueOf(field: string): { value: FieldValue; isEstimate: boolean };
  write(field: string, some: { value?: FieldValue; isEstimate?: boolean }): void;
  readonly conflicts: readonly string[];
  /** Of a field two people wrote: one's own words stay, or the other's. */
  keepMine(field: string): void;
  takeTheirs(field: string): void;
  readonly state: 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';
  readonly error: unknown;
}

const isConflict = (error: unknown) =>
  error instanceof ProblemError && error.problem.code === 'notification.field_changed_meanwhile';

/** Saves what is typed, field by field, a moment after the last key; what the desk refuses stays on the screen. */
export function useDraft(notification: Notification): Draft {
  const [edits, setEdits] = useState<Edits>({});
  const saving = useSaving(notification, setEdits);
  const { content, version } = notification;
  const conflicts = conflictsOf(edits, content);
  useUnsavedWords(Object.keys(edits).length > 0);
  useEffect(() => {
    const sendable = sendableOf(edits, content);
    if (Object.keys(sendable).length === 0 || saving.isPending || saving.isRefused(edits, version)) {
      return;
    }
    const timer = setTimeout(() => saving.send(sendable, edits), saving.waitMs);
    return () => clearTimeout(timer);
  }, [edits, content, version, saving.isPending, saving.waitMs, saving.isRefused, saving.send]);
  const current = (field: string) => {
    const { value, isEstimate } = edits[field] ??
      content[field] ?? { value: null as FieldValue, isEstimate: false };
    return { value, isEstimate };
  };
  return {
    valueOf: current,
    write: (field, some) =>
      setEdits((before) => ({
        ...before,
        [field]: { ...current(field), basedOn: version, ...before[field], ...some },
      })),
    conflicts,
    keepMine: (field) =>
      setEdits((before) => {
        const mine = before[field];
        return mine === undefined ? before : { ...before, [field]: { ...mine, basedOn: version } };
      }),
    takeTheirs: (field) => setEdits((before) => without(before, field)),
    state: stateOf(edits, conflicts, saving),
    error: isConflict(saving.error) || Object.keys(edits).length === 0 ? null : saving.error,
  };
}

function stateOf(
  edits: Edits,
  conflicts: readonly string[],
  saving: { isPending: boolean; error: unknown },
): Draft['state'] {
  if (saving.isPending) {
    return 'saving';
  }
  if (conflicts.length > 0) {
    return 'conflict';
  }
  if (Object.keys(edits).length === 0) {
    return 'saved';
  }
  return saving.error === null || isConflict(saving.error) ? 'waiting' : 'failed';
}

function useSaving(notification: Notification, setEdits: (change: (before: Edits) => Edits) => void) {
  const queries = useQueryClient();
  const params = { reference: notification.reference };
  const { queryKey } = reading('readNotification', { params });
  // What was refused is not sent again unchanged: it waits for another key, or for what others wrote.
  const refused = useRef<{ edits: Edits; version: number } | null>(null);
  const { version } = notification;
  const { error, isPending, mutate } = useMutation({
    mutationFn: async ({ sent }: { sent: Edits; all: Edits }) =>
      client.changeNotification({
        params,
        body: {
          version: versionOf(sent, version),
          fields: Object.fromEntries(
            Object.entries(sent).map(([field, { value, isEstimate }]) => [field, { value, isEstimate }]),
          ),
        },
      }),
    onSuccess: async (answer, { sent }) => {
      refused.current = null;
      noteOwnChange();
      await queries.cancelQueries({ queryKey });
      queries.setQueryData(queryKey, answer);
      setEdits((before) => leftAfter(before, sent, answer.version));
    },
    onError: (caught, { all }) => {
      if (isConflict(caught)) {
        refused.current = { edits: all, version };
        void queries.invalidateQueries({ queryKey });
      } else if (!mayComeRight(caught)) {
        refused.current = { edits: all, version };
      }
    },
  });
  const [stable] = useState(() => ({
    isRefused: (edits: Edits, at: number) =>
      refused.current !== null && refused.current.edits === edits && refused.current.version === at,
  }));
  const latest = useRef(mutate);
  latest.current = mutate;
  const [send] = useState(() => (sent: Edits, all: Edits) => latest.current({ sent, all }));
  return {
    ...stable,
    send,
    error,
    isPending,
    waitMs: error !== null && mayComeRight(error) ? tryAgainAfterMs : saveAfterMs,
  };
}
