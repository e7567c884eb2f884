// SPDX-License-Identifier: Apache-2.0
import type { Leaving } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { languageNames } from '../messages/messages.ts';
import { CopyText } from '../ui/copy-text.tsx';
import { TlpLabel } from '../ui/words.tsx';

/** Exactly what leaves: to whom, under which label, in which words, with which files. */
export function LeavingView({ leaving }: { leaving: Leaving }) {
  const { t } = useTranslation();
  const { files, isWhatWasApproved, language, recipient, subject, text, tlp, to, way } = leaving;
  // Papers are made of what is approved: before that, none can go along.
  const isLater = way === 'mail' && !isWhatWasApproved;
  return (
    <section className="stack" aria-label={t('notifications:leaves')}>
      <dl className="notification-facts">
        <dt>{t('notifications:recipient')}</dt>
        <dd>
          <bdi>{recipient ?? t('notifications:authority.none')}</bdi>
          {to === null ? null : (
            <>
              {' '}
              &lt;<bdi>{to}</bdi>&gt;
            </>
          )}
        </dd>
        <dt>{t('notifications:tlp')}</dt>
        <dd>
          <TlpLabel tlp={tlp} />
        </dd>
        <dt>{t('notifications:language')}</dt>
        <dd>{languageNames[language]}</dd>
        <dt>{t('notifications:subject')}</dt>
        <dd>
          <bdi lang={language}>{subject}</bdi>
        </dd>
        <dt>{t('notifications:files')}</dt>
        <dd>
          {files.length > 0 ? files.join(', ') : t(`notifications:files.${isLater ? 'later' : 'none'}`)}
        </dd>
        <dt>SHA-256</dt>
        <dd className="digest">{leaving.digest}</dd>
      </dl>
      <section
        className="notification-leaving pre"
        lang={language}
        aria-label={t('notifications:leaves.text')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, and who has no mouse scrolls by key
        tabIndex={0}
      >
        {text}
      </section>
    </section>
  );
}

/** The words a portal takes, field by field, cut to what it takes, each with a button that copies it. */
export function PortalFields({ leaving }: { leaving: Leaving }) {
  const { t } = useTranslation();
  return (
    <ol className="plain-list notification-portal">
      {leaving.fields
        .filter(({ text }) => text !== '')
        .map(({ charactersMax, field, isCut, label, number, text }) => (
          <li key={field}>
            <div className="row">
              <strong lang={leaving.language}>{number === null ? label : `${number} ${label}`}</strong>
              <CopyText
                size="compact-xs"
                variant="default"
                text={text}
                label={t('notifications:copy')}
                of={number === null ? label : `${number} ${label}`}
              />
              {charactersMax === null ? null : (
                <span className="quiet small">
                  {t('notifications:counter', { count: [...text].length, max: charactersMax })}
                </span>
              )}
              {isCut ? <span className="chip">{t('notifications:cut')}</span> : null}
            </div>
            <p className="pre" lang={leaving.language}>
              {text}
            </p>
          </li>
        ))}
    </ol>
  );
}
