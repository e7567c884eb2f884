// SPDX-License-Identifier: Apache-2.0
import type { MailInside } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { FileSize } from '../ui/attachments.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { Moment } from '../ui/moment.tsx';
import { inSight } from './mail-sight.ts';

/** Links, made harmless. They are text: what is copied is the harmless form too. */
export function MailLinks({ links }: { links: MailInside['links'] }) {
  const { t } = useTranslation();
  if (links.length === 0) {
    return null;
  }
  return (
    <details open>
      <summary>{t('reading:links', { count: links.length })}</summary>
      <ol className="plain-list">
        {links.map((link) => (
          <li key={link.defanged} className="mail-link">
            {link.isDeceptive ? (
              <strong className="mail-deceptive">{t('reading:link.deceptive')}</strong>
            ) : null}
            {link.shownAs === null ? null : (
              <p>
                {t('reading:link.shown_as')} “<bdi>{inSight(link.shownAs)}</bdi>”
              </p>
            )}
            {link.host === '' ? null : (
              <p>
                {t('reading:link.leads_to')}{' '}
                <strong>
                  <bdi>{inSight(link.host)}</bdi>
                </strong>
              </p>
            )}
            <p className="digest">
              <bdi>{inSight(link.defanged)}</bdi>
            </p>
            <CopyText
              variant="default"
              size="compact-sm"
              text={link.defanged}
              label={t('reading:link.copy')}
            />
          </li>
        ))}
      </ol>
    </details>
  );
}

export function MailFiles(props: { files: MailInside['files']; addressOf: (part: number) => string }) {
  const { t } = useTranslation();
  if (props.files.length === 0) {
    return null;
  }
  return (
    <div>
      <p className="mail-heading">{t('reading:files', { count: props.files.length })}</p>
      <ul className="plain-list">
        {props.files.map((file) => (
          <li key={file.part} className="attachment">
            <a href={props.addressOf(file.part)} download>
              <bdi>{file.name === '' ? t('reading:file.unnamed') : inSight(file.name)}</bdi>
            </a>{' '}
            <span className="quiet">
              <FileSize bytes={file.sizeBytes} /> · <bdi>{file.mediaType}</bdi>
              {file.isMessage ? <> · {t('reading:file.message')}</> : null}
            </span>
            <div className="digest quiet">SHA-256 {file.sha256}</div>
            <CopyText variant="default" size="compact-sm" text={file.sha256} label={t('reading:file.copy')} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What servers on the way wrote about the sender. A forger can write the same, so nothing here is called proven. */
export function MailAuthentication({ facts }: { facts: MailInside['authentication'] }) {
  const { t } = useTranslation();
  if (facts.length === 0) {
    return null;
  }
  return (
    <details>
      <summary>{t('reading:authentication')}</summary>
      <ul className="plain-list">
        {facts.map((fact, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <li key={at}>
            <strong>
              {fact.method}: {fact.result === 'not_checked' ? t('reading:not_checked') : fact.result}
            </strong>{' '}
            <bdi className="quiet">{fact.by}</bdi>
            <p className="digest quiet">
              <bdi>{fact.detail}</bdi>
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function MailStations({ stations }: { stations: MailInside['received'] }) {
  const { t } = useTranslation();
  if (stations.length === 0) {
    return null;
  }
  return (
    <details>
      <summary>{t('reading:stations', { count: stations.length })}</summary>
      <ol>
        {stations.map((station, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <li key={at}>
            <bdi>{station.from}</bdi> → <bdi>{station.by}</bdi>
            {station.at === null ? null : (
              <>
                {' · '}
                <Moment at={station.at} withRelative={false} />
              </>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

export function MailHeaders({ headers }: { headers: MailInside['headers'] }) {
  const { t } = useTranslation();
  return (
    <details>
      <summary>{t('reading:headers', { count: headers.length })}</summary>
      <ul className="plain-list digest">
        {headers.map(({ name, value }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <li key={at}>
            <strong>{name}:</strong> <bdi>{inSight(value)}</bdi>
          </li>
        ))}
      </ul>
    </details>
  );
}
