// SPDX-License-Identifier: Apache-2.0
import { type CallAnswers, type CallDraft, ProblemError } from '@belfry/contract';
import { useMutation } from '@tanstack/react-query';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { client } from '../api.ts';

/** Words are on the server this long after they were typed; a longer wait is more to lose. */
const SAVE_AFTER_MS = 600;
const TRY_AGAIN_AFTER_MS = 4_000;

export type Standing =
  | { readonly kind: 'empty' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saved'; readonly at: string }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'conflict'; readonly theirs: CallDraft };

interface CallSaving {
  readonly answers: CallAnswers;
  readonly standing: Standing;
  change(patch: Partial<CallAnswers>): void;
  /** Saves what is not saved yet. @returns the version that holds it, or null where it could not be saved */
  settle(): Promise<number | null>;
  /** After a conflict: whose words stay. */
  keep(whose: 'mine' | 'theirs'): void;
}

/**
 * Saves a call as it is typed, one request at a time. What was typed here is never replaced by what the server
 * has: where both changed, somebody chooses.
 */
export function useCallSaving(id: string, begun: CallDraft | null, fresh: CallAnswers): CallSaving {
  const [answers, setAnswers] = useState(begun?.answers ?? fresh);
  const [standing, setStanding] = useState<Standing>(
    begun === null ? { kind: 'empty' } : { kind: 'saved', at: begun.savedAt },
  );
  const held = useRef({
    answers,
    saved: begun?.answers ?? fresh,
    version: begun?.version ?? 0,
    isHeld: false,
  });
  const running = useRef<Promise<boolean> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const { mutateAsync } = useMutation({ mutationFn: client.saveCall });

  const saveOnce = useCallback(async () => {
    const sending = held.current.answers;
    try {
      const { savedAt, version } = await mutateAsync({
        params: { id },
        body: { version: held.current.version, answers: sending },
      });
      held.current = { ...held.current, version, saved: sending };
      setStanding(held.current.answers === sending ? { kind: 'saved', at: savedAt } : { kind: 'waiting' });
      return true;
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'call.changed_meanwhile') {
        held.current.isHeld = true;
        setStanding({ kind: 'conflict', theirs: await client.readCall({ params: { id } }) });
      } else {
        setStanding({ kind: 'failed', error });
      }
      return false;
    }
  }, [id, mutateAsync]);

  const settle = useCallback(async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    for (let round = 0; round < 3 && !held.current.isHeld; round += 1) {
      if (held.current.answers === held.current.saved && held.current.version > 0) {
        break;
      }
      running.current ??= saveOnce().finally(() => {
        running.current = null;
      });
      if (!(await running.current)) {
        break;
      }
    }
    const { answers: typed, isHeld, saved, version } = held.current;
    return !isHeld && typed === saved && version > 0 ? version : null;
  }, [saveOnce]);

  const later = useCallback(
    (afterMs: number) => {
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        void settle();
      }, afterMs);
    },
    [settle],
  );

  const change = (patch: Partial<CallAnswers>) => {
    const next = { ...held.current.answers, ...patch };
    held.current.answers = next;
    setAnswers(next);
    if (!held.current.isHeld) {
      setStanding({ kind: 'waiting' });
      later(SAVE_AFTER_MS);
    }
  };
  const keep = (whose: 'mine' | 'theirs') => {
    if (standing.kind !== 'conflict') {
      return;
    }
    const { theirs } = standing;
    const chosen = whose === 'mine' ? held.current.answers : theirs.answers;
    held.current = { answers: chosen, saved: theirs.answers, version: theirs.version, isHeld: false };
    setAnswers(chosen);
    setStanding(whose === 'mine' ? { kind: 'waiting' } : { kind: 'saved', at: theirs.savedAt });
    if (whose === 'mine') {
      later(0);
    }
  };
  useEffect(() => {
    if (standing.kind === 'failed') {
      later(TRY_AGAIN_AFTER_MS);
    }
  }, [standing, later]);
  useLeaving(timer, settle);
  return { answers, standing, change, settle, keep };
}

/** Leaving for another screen: what was typed last goes along. */
function useLeaving(
  timer: RefObject<ReturnType<typeof setTimeout> | undefined>,
  settle: () => Promise<number | null>,
): void {
  useEffect(
    () => () => {
      if (timer.current !== undefined) {
        void settle();
      }
    },
    [timer, settle],
  );
}
