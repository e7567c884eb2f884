// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { PasskeyStopped } from './passkeys.ts';

/** A refusal, or a passkey prompt that was closed: that one is no failure and reads like none. */
export function StoppedNotice({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (error instanceof PasskeyStopped) {
    return (
      <div className="notice" role="alert">
        <p className="notice-title">{t('people:passkey.stopped')}</p>
        <p>{t('people:passkey.stopped_means')}</p>
      </div>
    );
  }
  return <ProblemNotice error={error} />;
}
