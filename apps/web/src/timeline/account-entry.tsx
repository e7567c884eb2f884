// SPDX-License-Identifier: Apache-2.0
import type { HistoryEntry } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { Moment } from '../ui/moment.tsx';

/** An entry as the account tells it: when it happened, how sure, whose act. */
export function AccountEntry({ entry }: { entry: HistoryEntry }) {
  const { t } = useTranslation();
  const { account } = entry;
  if (account === null) {
    return null;
  }
  return (
    <article className="entry">
      <h3 className="entry-kind">
        <Moment at={account.occurredAt} withRelative={false} />
        {account.certainty === 'certain' ? null : ` (${t(`words:certainty.${account.certainty}`)})`}
        <span className="entry-subject"> · {t(`words:side.${account.side}`)}</span>
      </h3>
      <p className="pre" dir="auto">
        {account.text}
      </p>
      <p className="quiet small">
        {t('timeline:from_record')} <bdi>{entry.actor.name}</bdi>,{' '}
        <Moment at={entry.recordedAt} withRelative={false} /> ·{' '}
        {t('timeline:position', { position: entry.position })}
      </p>
    </article>
  );
}
