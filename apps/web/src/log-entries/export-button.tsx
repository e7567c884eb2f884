// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { askedIn } from './asked.ts';
import { useBeginning } from './looking.ts';

/** Takes what was found out as a bundle that proves itself. Asked first, written to the record, then handed over. */
export function ExportButton(props: {
  purpose: string;
  state: Readonly<Record<string, string | undefined>>;
}) {
  const { t } = useTranslation();
  const beginning = useBeginning();
  const begin = () => beginning.mutate(askedIn(props.state, 'export', props.purpose, Date.now()));
  return (
    <>
      <Button variant="default" loading={beginning.isPending} onClick={begin}>
        {t('logbook:export')}
      </Button>
      {beginning.data === undefined ? null : (
        <a href={`/api/v1/log/looks/${beginning.data.id}/bundle`} download>
          {t('logbook:export.ready')}
        </a>
      )}
      <ProblemNotice error={beginning.error} />
    </>
  );
}
