// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { announce } from '../shell/announcer.tsx';
import type { useUrlState } from '../ui/url-state.ts';
import { rowLinkId } from './queue-table.tsx';
import { reportHeadingId } from './triage-report.tsx';
import type { Chosen, Decided, Verb } from './verbs.ts';

/** On a narrow screen the queue is not shown beside the report: the report takes the focus then. */
export const focusOn = (id: string): void => {
  const wanted = document.getElementById(id);
  (wanted?.checkVisibility() === true ? wanted : document.getElementById(reportHeadingId))?.focus();
};

/** After a while, unless the next question was opened meanwhile: a quick hand must not write into the page behind it. */
const focusLater = (id: string, afterMs: number) =>
  setTimeout(() => {
    if (document.querySelector('[role="dialog"]') === null) {
      focusOn(id);
    }
  }, afterMs);

export type TriageRoom = ReturnType<typeof useTriageRoom>;
interface Dialog {
  verb: Verb;
  chosen: readonly Chosen[];
  duplicateOf?: string;
}

/** What is selected, what is checked, what is being asked, and what was decided last. */
export function useTriageRoom(
  items: readonly Chosen[],
  selected: string | undefined,
  change: ReturnType<typeof useUrlState>[1],
) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [checkedAll, setChecked] = useState<readonly string[]>([]);
  const [dialog, setDialog] = useState<Dialog>();
  const [decided, setDecided] = useState<Decided>();
  const order = useRef(items);
  order.current = items;
  const checked = checkedAll.filter((reference) => items.some((one) => one.reference === reference));
  const { data: shown } = useQuery({
    ...reading('readReport', { params: { reference: selected ?? '' } }),
    enabled: selected !== undefined,
  });
  const of = (references: readonly string[]): Chosen[] =>
    references.map(
      (reference) =>
        items.find((one) => one.reference === reference) ??
        (shown?.reference === reference ? shown : { reference, summary: '' }),
    );
  const select = (reference: string | undefined) =>
    change({ report: reference, beside: undefined }, { replace: selected !== undefined });
  const goOn = (gone: readonly string[]) => {
    const at = order.current.findIndex((one) => gone.includes(one.reference));
    const left = order.current.filter((one) => !gone.includes(one.reference));
    const next = left[Math.min(Math.max(at, 0), left.length - 1)];
    select(next?.reference);
    announce(
      next === undefined
        ? t('triage:all_answered')
        : t('triage:next', { reference: next.reference, summary: next.summary.slice(0, 120) }),
    );
    // The dialog gives the focus back when it is gone; the next row takes it after that.
    focusLater(next === undefined ? 'main' : rowLinkId(next.reference), 250);
  };
  return {
    selected,
    checked,
    dialog,
    decided,
    select,
    check: (reference: string, on: boolean) =>
      setChecked((before) => (on ? [...before, reference] : before.filter((one) => one !== reference))),
    clear: () => setChecked([]),
    open: (verb: Verb) => {
      const targets = checked.length > 0 ? checked : selected === undefined ? [] : [selected];
      if (targets.length > 0) {
        setDialog({ verb, chosen: of(targets) });
      }
    },
    openForSelected: (verb: Verb, duplicateOf?: string) => {
      if (selected !== undefined) {
        setDialog({
          verb,
          chosen: of([selected]),
          ...(duplicateOf === undefined ? {} : { duplicateOf }),
        });
      }
    },
    close: () => setDialog(undefined),
    back: () => {
      const from = selected;
      change({ report: undefined, beside: undefined });
      if (from !== undefined) {
        requestAnimationFrame(() => focusOn(rowLinkId(from)));
      }
    },
    took: (outcome: Decided) => {
      setDialog(undefined);
      setDecided(outcome);
      setChecked([]);
      const gone = outcome.outcomes.filter((one) => one.refused === null).map((one) => one.reference);
      if (gone.length > 0) {
        goOn(gone);
      }
    },
    undone: (outcome: Decided) => {
      setDecided(outcome);
      const back = outcome.outcomes.find((one) => one.refused === null)?.reference;
      if (back !== undefined) {
        select(back);
        void queries.invalidateQueries({ queryKey: ['reports.list'] });
        focusLater(rowLinkId(back), 400);
      }
    },
  };
}
