// SPDX-License-Identifier: Apache-2.0
import type { FindingWhole } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import type { Decided } from './decided.ts';

/** A decision of another day can still be taken back, as long as nobody went on with it; the record keeps both. */
export function TakeBack(props: { finding: FindingWhole; onUndone: (decided: Decided) => void }) {
  const { t } = useTranslation();
  const reopen = useSending('decideFindings');
  const end = useSending('endSuppression');
  const { reference, state, suppression } = props.finding;
  const isBusy = reopen.isPending || end.isPending;
  const takeBack = async () => {
    const decision = { verb: 'reopen' } as const;
    const { outcomes } = await reopen.mutateAsync({ body: { references: [reference], decision } });
    props.onUndone({ kind: 'reopen', outcomes });
  };
  const tellAgainToo = async (id: string) => {
    if (end.data === undefined) {
      await end.mutateAsync({ params: { id }, body: {} });
    }
    await takeBack();
  };
  // A refusal is shown below; there is nothing else to do with it.
  const quietly = (act: Promise<void>) => void act.catch(() => undefined);
  return (
    <div className="stack">
      <div className="finding-verbs">
        {suppression === null || state === 'reported' ? null : (
          <Button size="xs" loading={isBusy} onClick={() => quietly(tellAgainToo(suppression.id))}>
            {t('findings:take_back.and_tell')}
          </Button>
        )}
        <Button size="xs" variant="default" loading={isBusy} onClick={() => quietly(takeBack())}>
          {t(wordsFor(props.finding))}
        </Button>
      </div>
      <ProblemNotice error={end.error ?? reopen.error} />
    </div>
  );
}

function wordsFor({ report, state, suppression }: FindingWhole) {
  if (state === 'reported') {
    return report === null ? 'findings:take_back.timeline' : 'findings:take_back.report';
  }
  return suppression === null ? 'findings:take_back' : 'findings:take_back.still_quiet';
}
