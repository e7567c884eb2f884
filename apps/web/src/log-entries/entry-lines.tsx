// SPDX-License-Identifier: Apache-2.0
import type { LogEntry } from '@belfry/contract';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../shell/shortcuts.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { urls } from '../urls.ts';
import { EntryMoment } from './entry-moment.tsx';
import { VisibleText } from './hostile-text.tsx';

/** Entries, one a line; j and k go from one to the next, Enter opens. */
export function EntryLines(props: {
  entries: readonly LogEntry[];
  isTight?: boolean;
  /** The one that is open. */
  current?: number;
  label: string;
}) {
  const list = useRef<HTMLOListElement>(null);
  const go = (step: number) => {
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a.log-open') ?? [])];
    const here = links.findIndex((one) => one.matches(':focus'));
    links[Math.min(Math.max(here + step, 0), links.length - 1)]?.focus();
  };
  useShortcuts([
    { key: 'j', does: 'logbook:keys.next', run: () => go(1) },
    { key: 'k', does: 'logbook:keys.previous', run: () => go(-1) },
  ]);
  return (
    <ol
      ref={list}
      className={props.isTight === true ? 'log-lines is-tight' : 'log-lines'}
      aria-label={props.label}
    >
      {props.entries.map((one) => (
        <EntryLine key={`${one.log}/${one.index}`} entry={one} isCurrent={one.index === props.current} />
      ))}
    </ol>
  );
}

function EntryLine({ entry, isCurrent }: { entry: LogEntry; isCurrent: boolean }) {
  const { t } = useTranslation();
  const tone = severityTones[entry.severity ?? 'none'];
  return (
    <li className={isCurrent ? 'is-current' : undefined}>
      <AppLink
        href={urls.logEntry(entry.log, entry.index)}
        className="log-open"
        aria-current={isCurrent ? 'true' : undefined}
      >
        <EntryMoment at={entry.at} />
      </AppLink>
      <span className={`log-severity word word-${tone}`}>
        {entry.severity === null ? '' : t(`logbook:severity.${entry.severity}`)}
      </span>
      <span className="log-where">
        <VisibleText text={entry.host || entry.source.name || t('logbook:source.unnamed')} />
        {entry.app === '' ? null : (
          <span className="quiet">
            {' '}
            <VisibleText text={entry.app} />
          </span>
        )}
      </span>
      <span className="log-message log-mono">
        <VisibleText text={entry.message} />
        {entry.isCut ? '…' : null}
        <Marks entry={entry} />
      </span>
    </li>
  );
}

/** What is to be known of an entry beside its words. */
function Marks({ entry }: { entry: LogEntry }) {
  const { t } = useTranslation();
  return (
    <>
      {entry.parse === 'ok' ? null : <span className="chip">{t(`logbook:parse.${entry.parse}`)}</span>}
      {entry.duplicateOf === null ? null : <span className="chip">{t('logbook:duplicate')}</span>}
      {entry.claimed === null ? null : (
        <span className="chip" title={entry.claimed}>
          {t('logbook:claimed')}
        </span>
      )}
    </>
  );
}

const severityTones = {
  emergency: 'critical',
  alert: 'critical',
  critical: 'critical',
  error: 'important',
  warning: 'medium',
  notice: 'low',
  informational: 'quiet',
  debug: 'quiet',
  none: 'quiet',
} as const;
