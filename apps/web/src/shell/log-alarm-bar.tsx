// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Since } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { useMay } from './session.ts';

/** Asked by itself too: whoever watches the log may not read the record that live updates come from. */
const ASK_AGAIN_MS = 30_000;

/** Alarms of the logbook that nobody has taken, on every screen of those who watch over it. */
export function LogAlarmBar() {
  const { t } = useTranslation();
  const mayHear = useMay('log.health');
  const { data } = useQuery({
    ...reading('listLogAlarms', { query: { state: 'waiting', limit: 100 } }),
    enabled: mayHear,
    refetchInterval: ASK_AGAIN_MS,
    refetchOnWindowFocus: true,
  });
  const [first, ...others] = data?.items ?? [];
  if (!mayHear || first === undefined) {
    return null;
  }
  return (
    <section className="alert-bar" aria-label={t('soundness:title')}>
      <div className="waiting-alert" role="alert">
        <p>
          <strong>{t('soundness:bar')}</strong>{' '}
          <AppLink href={urls.logHealth()}>{t(`soundness:kind.${first.kind}`)}</AppLink>
          {others.length === 0 ? '' : ` ${t('soundness:bar.more', { count: others.length })}`}
          <span className="waiting-alert-since">
            <Since at={first.raisedAt} />
          </span>
        </p>
      </div>
    </section>
  );
}
