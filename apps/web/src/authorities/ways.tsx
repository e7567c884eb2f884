// SPDX-License-Identifier: Apache-2.0
import type { Authority } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../ui/copy-text.tsx';
import { useLocale } from '../ui/moment.tsx';

/** The name of a state, or of the Union. */
export function useStateName(): (code: string) => string {
  const { t } = useTranslation();
  const names = new Intl.DisplayNames(useLocale(), { type: 'region' });
  return (code) => (code === 'EU' ? t('authorities:country.EU') : (names.of(code) ?? code));
}

/** An address as text: the desk opens none, a person copies it. */
function Written({ words }: { words: string }) {
  const { t } = useTranslation();
  return (
    <>
      <bdi>{words}</bdi>{' '}
      <CopyText text={words} label={t('authorities:copy')} size="compact-xs" variant="default" />
    </>
  );
}

/** Ways to reach it; a missing address says so instead of leaving a blank. */
export function Ways({ authority }: { authority: Authority }) {
  const { t } = useTranslation();
  const names = new Intl.DisplayNames(useLocale(), { type: 'language' });
  return (
    <>
      {authority.hasAddress ? null : <p className="authority-missing">{t('authorities:no_address')}</p>}
      <ul className="plain-list">
        {authority.formLink === '' ? null : (
          <li>
            {t('authorities:form_link.colon')} <Written words={authority.formLink} />
          </li>
        )}
        {authority.channels.map((one) => (
          <li key={`${one.kind} ${one.value}`}>
            {t(`authorities:channel.${one.kind}`)}: <Written words={one.value} />
            {one.note === '' ? null : <span className="quiet"> {one.note}</span>}
          </li>
        ))}
        {authority.languages.length === 0 ? null : (
          <li className="quiet">
            {t('authorities:languages.colon')}{' '}
            {authority.languages.map((one) => names.of(one) ?? one).join(', ')}
          </li>
        )}
      </ul>
    </>
  );
}
