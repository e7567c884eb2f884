// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { type CallOf, useSending } from '../api.ts';
import { useCannedUse } from '../triage/canned-choice.tsx';
import type { Chosen, Decided, Verb } from './verbs.ts';

export interface DecisionProps {
  readonly chosen: readonly Chosen[];
  readonly onDecided: (decided: Decided) => void;
  readonly onClose: () => void;
}
type Decision = CallOf<'decideReports'>['body']['decision'];

export function ChosenList({ chosen }: { chosen: readonly Chosen[] }) {
  const { t } = useTranslation();
  return (
    <div className="chosen">
      <p>{t('triage:chosen', { count: chosen.length })}</p>
      <ul>
        {chosen.map((one) => (
          <li key={one.reference}>
            <span className="nowrap">{one.reference}</span> <bdi>{one.summary.slice(0, 120)}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Sends one decision for everything that was chosen. */
export function useDeciding({ chosen, onDecided }: DecisionProps, verb: Verb) {
  const decide = useSending('decideReports');
  const canned = useCannedUse();
  return {
    /** Which canned text the words came from; counted when the decision went through. */
    canned,
    isSending: decide.isPending,
    error: decide.error,
    send: (decision: Decision) =>
      decide.mutate(
        { body: { references: chosen.map((one) => one.reference), decision } },
        {
          onSuccess: ({ outcomes }) => {
            canned.sent(outcomes.filter((one) => one.refused === null).length);
            onDecided({ verb, outcomes });
          },
        },
      ),
  };
}
