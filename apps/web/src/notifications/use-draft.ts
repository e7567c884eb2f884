// SPDX-License-Identifier: Apache-2.0
import { type FieldValue, type Notification, type Problem, ProblemError } from '@belfry/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { client, mayComeRight, reading } from '../api.ts';
import { noteOwnChange } from '../shell/own-changes.ts';
import { useUnsavedWords } from '../ui/unsaved.ts';
import { conflictsOf, type Edits, leftAfter, sendableOf, versionOf, waitingOf, without } from './draft.ts';
import { fieldsOf, isHalfTyped } from './values.ts';

const saveAfterMs = 800;
const tryAgainAfterMs = 5_000;

export interface Draft {
  /** What stands in a field now: what was typed, else what the desk has. */
  valueOf(field: string): { value: FieldValue; isEstimate: boolean };
  write(field: string, some: { value?: FieldValue; isEstimate?: boolean }): void;
  readonly conflicts: readonly string[];
  /** Fields that are not sent as they stand: typed in part, or refused. */
  readonly waiting: readonly string[];
  /** Of a field two people wrote: one's own words stay, or the other's. */
  keepMine(field: string): void;
  takeTheirs(field: string): void;
  readonly state: 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict' | 'half_typed';
  readonly error: unknown;
}

const isConflict = (error: unknown) =>
  error instanceof ProblemError && error.problem.code === 'notification.field_changed_meanwhile';

const notValid: Problem['code'] = 'notification.field_not_valid';

/** The fields the desk does not take as they stand: they wait, and the others go on. */
const fieldsRefused = (error: unknown): string[] =>
  error instanceof ProblemError && error.problem.code === notValid
    ? (error.problem.errors ?? []).map(({ pointer }) => pointer.replace('/fields/', ''))
    : [];

const isToldBesideFields = (error: unknown) => isConflict(error) || fieldsRefused(error).length > 0;

/** Saves what is typed, field by field, a moment after the last key; what the desk refuses stays on the screen. */
export function useDraft(notification: Notification): Draft {
  const [edits, setEdits] = useState<Edits>({});
  const [refused, setRefused] = useState<Edits>({});
  const saving = useSaving(notification, setEdits, setRefused);
  const { content, sections, version } = notification;
  const conflicts = conflictsOf(edits, content);
  const waiting = useMemo(() => {
    const fields = new Map(fieldsOf(sections).map((field) => [field.id, field]));
    const isHalf = (id: string, value: FieldValue) => {
      const field = fields.get(id);
      return field !== undefined && isHalfTyped(field, value);
    };
    return waitingOf(edits, isHalf, refused);
  }, [edits, sections, refused]);
  useUnsavedWords(Object.keys(edits).length > 0);
  useEffect(() => {
    const sendable = sendableOf(edits, content, waiting);
    if (Object.keys(sendable).length === 0 || saving.isPending || saving.isRefused(edits, version)) {
      return;
    }
    const timer = setTimeout(() => saving.send(sendable, edits), saving.waitMs);
    return () => clearTimeout(timer);
  }, [edits, content, waiting, version, saving.isPending, saving.waitMs, saving.isRefused, saving.send]);
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
    waiting,
    keepMine: (field) =>
      setEdits((before) => {
        const mine = before[field];
        return mine === undefined ? before : { ...before, [field]: { ...mine, basedOn: version } };
      }),
    takeTheirs: (field) => setEdits((before) => without(before, field)),
    state: stateOf(edits, conflicts, waiting, saving),
    error: isToldBesideFields(saving.error) || Object.keys(edits).length === 0 ? null : saving.error,
  };
}

function stateOf(
  edits: Edits,
  conflicts: readonly string[],
  waiting: readonly string[],
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
  if (waiting.length === Object.keys(edits).length) {
    return 'half_typed';
  }
  return saving.error === null || isToldBesideFields(saving.error) ? 'waiting' : 'failed';
}

type Change = (change: (before: Edits) => Edits) => void;

function useSaving(notification: Notification, setEdits: Change, setRefused: Change) {
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
    onError: (caught, { all, sent }) => {
      const fields = fieldsRefused(caught);
      if (fields.length > 0) {
        const held = Object.entries(sent).filter(([field]) => fields.includes(field));
        setRefused((before) => ({ ...before, ...Object.fromEntries(held) }));
        return;
      }
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
