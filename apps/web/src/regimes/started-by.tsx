// SPDX-License-Identifier: Apache-2.0
import type { Obligation } from '@belfry/contract';
import { Moment } from '../ui/moment.tsx';
import { useClockWords } from './clock-words.tsx';
import { useRegimes } from './use-regimes.ts';

/** What started the clock of an obligation, in words, and when. */
export function StartedBy({ of }: { of: Pick<Obligation, 'regime' | 'startedBy'> }) {
  const { law } = useRegimes();
  const words = useClockWords();
  if (of.startedBy === null) return null;
  const { at, kind, names } = of.startedBy;
  return (
    <>
      {words.anchor({ kind, names: [...names], which: null }, law?.regime(of.regime))}{' '}
      <span className="clock-started">
        <Moment at={at} withRelative={false} />
      </span>
    </>
  );
}
