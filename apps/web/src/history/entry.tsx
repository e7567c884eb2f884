// SPDX-License-Identifier: Apache-2.0
import type { HistoryEntry } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../ui/app-link.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { Changes } from './changes.tsx';
import { isOfLaw, LawChanges, LawSubject } from './law-changes.tsx';
import { SealMark } from './seal-mark.tsx';

/** Where the thing an entry is about can be read; null when it has no page of its own. */
function addressOf(reference: string): string | null {
  if (reference.startsWith('INC-')) {
    return urls.incident(reference);
  }
  if (reference.startsWith('FND-')) {
    return urls.finding(reference);
  }
  return reference.startsWith('REP-') ? urls.report(reference) : null;
}

/** One entry of the record: what, who, when, old to new, why. Two times are shown when they differ. */
export function Entry(props: { entry: HistoryEntry; showsSubject: boolean }) {
  const { t } = useTranslation();
  const { entry } = props;
  const address = addressOf(entry.subject.reference);
  const ChangesOf = isOfLaw(entry.kind) ? LawChanges : Changes;
  const isLater = Math.abs(Date.parse(entry.recordedAt) - Date.parse(entry.occurredAt)) >= 60_000;
  return (
    <article className={entry.withdrawn === null ? 'entry' : 'entry is-withdrawn'}>
      <h3 className="entry-kind">
        {t(`events:${entry.kind}`, { defaultValue: entry.kind })}
        {props.showsSubject ? (
          <span className="entry-subject">
            {' '}
            {entry.subject.kind === 'obligation' ? (
              <LawSubject subject={entry.subject} />
            ) : address === null ? (
              <bdi>{entry.subject.reference}</bdi>
            ) : (
              <AppLink href={address}>{entry.subject.reference}</AppLink>
            )}
          </span>
        ) : null}
      </h3>
      <p className="entry-when">
        <ActorName entry={entry} /> · <Moment at={entry.occurredAt} />
        {isLater ? (
          <span className="quiet">
            {' · '}
            {t('timeline:recorded')} <Moment at={entry.recordedAt} withRelative={false} />
          </span>
        ) : null}
        <span className="quiet small"> · {t('timeline:position', { position: entry.position })}</span>
        <SealMark position={entry.position} />
      </p>
      {entry.withdrawn === null ? null : (
        <p className="notice">
          <span>
            {t('timeline:withdrawn')} <bdi>{entry.withdrawn.by}</bdi>,{' '}
            <Moment at={entry.withdrawn.at} withRelative={false} />
            {entry.withdrawn.reason === null ? null : (
              <>
                {': '}
                <bdi>{entry.withdrawn.reason}</bdi>
              </>
            )}
          </span>
        </p>
      )}
      {entry.text === undefined ? null : (
        <p className="pre entry-text" dir="auto">
          {entry.text}
        </p>
      )}
      {entry.changes === undefined || entry.changes.length === 0 ? null : (
        <ChangesOf kind={entry.kind} changes={entry.changes} />
      )}
      {entry.reason === undefined ? null : (
        <p>
          <span className="quiet">{t('timeline:reason')}</span> <bdi className="pre">{entry.reason}</bdi>
        </p>
      )}
    </article>
  );
}

function ActorName({ entry }: { entry: HistoryEntry }) {
  const { t } = useTranslation();
  if (entry.actor.kind === 'person') {
    return <bdi>{entry.actor.name}</bdi>;
  }
  if (entry.actor.kind === 'reporter') {
    return t('timeline:actor.reporter');
  }
  return (
    <>
      {t('timeline:actor.system')} <span className="quiet">({entry.actor.name})</span>
    </>
  );
}
